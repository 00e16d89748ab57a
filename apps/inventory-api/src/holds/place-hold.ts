import { inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { insufficientStock } from '../levels/insufficient-stock.js';
import { tellAvailabilityChanged } from '../levels/tell-level-changed.js';
import { type Hold, holdColumns } from './hold.js';

type Contract = typeof inventory.placeHold;

/** The bound is tested on the level as it is under its lock, as wherever stock is taken. */
const placeHold = statement(
  'place_hold',
  `WITH level AS (
     UPDATE inventory.levels SET hold = hold + $3, version = version + 1
     WHERE sku = $1 AND location = $2 AND available >= $3
     RETURNING sku, location
   )
   INSERT INTO inventory.holds (sku, location, quantity, reason, placed_by)
   SELECT sku, location, $3, $4, $5 FROM level
   RETURNING ${holdColumns}`,
);

@Operation(inventory.placeHold)
export class PlaceHold implements Handler<Contract> {
  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const { sku, location, quantity, reason } = body;
    const values = [sku, location, quantity, reason, unit.principal.agent];
    const [placed] = await unit.query<Hold>(placeHold, values);
    if (!placed) throw await insufficientStock(unit, body, quantity);
    await tellAvailabilityChanged(unit, placed);
    return placed;
  }
}
