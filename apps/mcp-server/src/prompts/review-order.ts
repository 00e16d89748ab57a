import { id, orders } from '@stockade/contracts';
import { z } from 'zod';
import type { Complete } from '../resources/resource.js';
import { houseRules, type Prompt } from './prompt.js';

export function reviewOrder(completeId: Complete): Prompt {
  return {
    name: 'review_order',
    title: 'Review an order for approval',
    description: 'Prepares the decision on a purchase order that waits for a person.',
    scope: orders.getOrder.scope,
    args: z.strictObject({ id }),
    completions: { id: completeId },
    text: (args) => `Prepare the decision on the purchase order ${args.id}.

1. Read stockade://orders/${args.id}, or call orders_get: does it wait (status pending_approval), and for how much (totalMinor)?
2. candidates of each line: was its offer (offerId) the cheapest that is eligible? If not, what speaks for it, and what does the difference cost?
3. orders_list_offers of the chosen supplier: are price, minimum and lead time as the order has them? Comes it by neededOn?
4. The request behind each line (requestId), if you may read it: does the quantity ordered fit the quantity requested?
5. orders_list with each requestId: has the need been ordered twice?

Conclude with: approve, reject, or ask - in one sentence with the figure that decides it; then what speaks against it.
Do not decide yourself: orders_approve and orders_reject are for the person who asked you.

${houseRules}`,
  };
}
