import { inventory, type OperationInput, type Problem } from '@stockade/contracts';
import { lookup, type UnitOfWork } from '@stockade/database';
import { Operation, ReadByKey } from '@stockade/service';
import { noStock, type Place } from '../place.js';
import { type Level, levelColumns } from './level.js';

type Contract = typeof inventory.getLevel;

const levelOfPlace = lookup('level_of_place', {
  table: 'inventory.levels',
  columns: levelColumns,
  key: { sku: 'text', location: 'text' },
});

/** @throws Problem `not_found` where the place holds no level of the SKU. */
export async function readLevel(unit: UnitOfWork, place: Place): Promise<Level> {
  const [level] = await unit.query<Level>(levelOfPlace.statement, [place.sku, place.location]);
  if (!level) throw noStock(place);
  return level;
}

@Operation(inventory.getLevel)
export class GetLevel extends ReadByKey<Contract> {
  readonly lookup = levelOfPlace;

  keyOf({ params: { sku, location } }: OperationInput<Contract>): string[] {
    return [sku, location];
  }

  missing({ params }: OperationInput<Contract>): Problem {
    return noStock(params);
  }
}
