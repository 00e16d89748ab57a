import { id, shipments } from '@stockade/contracts';
import { z } from 'zod';
import type { Complete } from '../resources/resource.js';
import { houseRules, type Prompt } from './prompt.js';

export function chaseLateShipment(completeId: Complete): Prompt {
  return {
    name: 'chase_late_shipment',
    title: 'Chase a late shipment',
    description: 'Finds out where a shipment is, how late it will be, and whom to ask what.',
    scope: shipments.getShipment.scope,
    args: z.strictObject({ id }),
    completions: { id: completeId },
    text: (args) => `Find out why the shipment ${args.id} is late, and prepare the question to its carrier.

1. Read stockade://shipments/${args.id}/timeline, or call shipments_get and shipments_get_timeline (all pages).
2. Compare promisedOn, etaOn and deliveredOn: how many days late is it, or will it be?
3. The last event: what was the step, where, how long ago? Is there a gap, a step back, a repeated event?
4. exceptions: late, silent (nothing heard) or stuck (no movement)? Since when?
5. The lines: what is on board, and which orders wait for it (orderId)?

Conclude with: days late; where it was last and when; the likely cause; and a short, polite message to the carrier
that names the tracking number and asks one question. You cannot move a shipment: nothing here changes it.

${houseRules}`,
  };
}
