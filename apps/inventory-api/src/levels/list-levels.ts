import { inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, KeysetPages, Operation } from '@stockade/service';
import { placeCursor } from '../place.js';
import { type Level, levelColumns } from './level.js';

type Contract = typeof inventory.listLevels;

const levels = new KeysetPages({
  name: 'list_levels',
  select: `SELECT ${levelColumns} FROM inventory.levels`,
  key: ['sku', 'location'],
  filters: ['sku', 'location'],
  cursor: placeCursor,
  keyOf: (row: Level) => [row.sku, row.location],
});

@Operation(inventory.listLevels)
export class ListLevels implements Handler<Contract> {
  handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return levels.read(unit, query, { sku: query.sku, location: query.location });
  }
}
