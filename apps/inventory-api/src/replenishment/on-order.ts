import { statement, type UnitOfWork } from '@stockade/database';
import type { Place } from '../place.js';

const sumOnOrder = statement(
  'sum_on_order',
  `SELECT (
     coalesce((SELECT sum(greatest(coalesce(ordered_quantity, quantity) - received_quantity, 0))
       FROM inventory.replenishment_requests
       WHERE sku = $1 AND location = $2 AND status IN ('open', 'ordered')), 0)
     + coalesce((SELECT sum(quantity) FROM inventory.transfers
       WHERE sku = $1 AND to_location = $2 AND status = 'in_transit'), 0)
   )::bigint AS "onOrder"`,
);

/** Base units that a place was promised: requested, ordered or in transit, and not received yet. */
export async function onOrderFor(unit: UnitOfWork, { sku, location }: Place): Promise<number> {
  const [row] = await unit.query<{ onOrder: number }>(sumOnOrder, [sku, location]);
  if (!row) throw new Error('a SELECT without FROM answered without a row');
  return row.onOrder;
}
