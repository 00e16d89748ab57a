import { inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { noStock, type Place } from '../place.js';
import { type Level, levelColumns } from './level.js';

type Contract = typeof inventory.getLevel;

const selectLevel = statement(
  'select_level',
  `SELECT ${levelColumns} FROM inventory.levels WHERE sku = $1 AND location = $2`,
);

/** @throws Problem `not_found` where the place holds no level of the SKU. */
export async function readLevel(unit: UnitOfWork, place: Place): Promise<Level> {
  const [level] = await unit.query<Level>(selectLevel, [place.sku, place.location]);
  if (!level) throw noStock(place);
  return level;
}

@Operation(inventory.getLevel)
export class GetLevel implements Handler<Contract> {
  handle({ params }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return readLevel(unit, params);
  }
}
