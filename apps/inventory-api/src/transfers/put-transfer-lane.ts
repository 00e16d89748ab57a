import { inventory, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { laneColumns, type TransferLane } from './transfer-lane.js';

type Contract = typeof inventory.putTransferLane;

/**
 * Between locations that hold levels: a lane to nowhere would be a typing error. In the order of an index, or they
 * would be looked for in the whole table (EXISTS forgets an order).
 */
const putLane = statement(
  'put_transfer_lane',
  `INSERT INTO inventory.transfer_lanes (from_location, to_location, transit_days, is_open)
   SELECT $1, $2, $3, $4
   WHERE (SELECT location FROM inventory.levels WHERE location = $1 ORDER BY sku LIMIT 1) IS NOT NULL
     AND (SELECT location FROM inventory.levels WHERE location = $2 ORDER BY sku LIMIT 1) IS NOT NULL
   ON CONFLICT (from_location, to_location)
     DO UPDATE SET transit_days = excluded.transit_days, is_open = excluded.is_open
   RETURNING ${laneColumns}`,
);

@Operation(inventory.putTransferLane)
export class PutTransferLane implements Handler<Contract> {
  async handle(
    { params: { from, to }, body: { transitDays, open } }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    if (from === to) {
      throw new Problem('conflict', { detail: 'A lane leads to another location; name two.' });
    }
    const [lane] = await unit.query<TransferLane>(putLane, [from, to, transitDays, open]);
    if (lane) return lane;
    throw new Problem('not_found', { detail: `${from} or ${to} holds no stock: name locations that do.` });
  }
}
