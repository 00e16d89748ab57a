import { inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import { lookup, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
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
  const level = await unit.lookup<Level>(levelOfPlace, [place.sku, place.location]);
  if (!level) throw noStock(place);
  return level;
}

@Operation(inventory.getLevel)
export class GetLevel implements Handler<Contract> {
  handle({ params }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return readLevel(unit, params);
  }
}
