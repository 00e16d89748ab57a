import { inventory, location, sku } from '@stockade/contracts';
import { z } from 'zod';
import type { Complete } from '../resources/resource.js';
import { houseRules, type Prompt } from './prompt.js';

export function investigateStockOut(completions: Readonly<Record<string, Complete>>): Prompt {
  return {
    name: 'investigate_stock_out',
    title: 'Investigate a stock-out',
    description: 'Finds out why a SKU runs out or ran out at a location, and what should be done.',
    scope: inventory.getLevel.scope,
    args: z.strictObject({ sku, location }),
    completions,
    text: (
      args,
    ) => `Find out why ${args.sku} runs out, or ran out, at ${args.location}, and what to do about it.

1. inventory_get_level: what is available now?
2. inventory_list_movements for the SKU and location: when did it fall, by issues or by an adjustment?
3. inventory_list_demands with status open: what is announced, and by when is it needed? With status short: what was lost?
4. inventory_get_reorder_policy and inventory_list_demand_history: does the policy fit the demand?
5. inventory_list_replenishment_requests: is something on its way, how much, expectedOn which day?
6. If an order is under way and you have the tools: orders_get and shipments_list with its orderId - is it late?

Conclude with: the cause; the day on which stock runs out, if it has not; what is on order and whether it comes in
time; and one of: nothing to do, a replenishment request with its figures, a correction, or a person to ask.
Only request replenishment (inventory_request_replenishment) if none is open and you are asked to act.

${houseRules}`,
  };
}
