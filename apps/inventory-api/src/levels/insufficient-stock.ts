import { Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import type { Place } from '../place.js';
import { readLevel } from './get-level.js';

/** Says what is available of what was asked for. @throws Problem `not_found` where the place holds no such level. */
export async function insufficientStock(unit: UnitOfWork, place: Place, quantity: number): Promise<Problem> {
  const { sku, location, available } = await readLevel(unit, place);
  return new Problem('insufficient_stock', {
    detail: `${available} of ${sku} are available at ${location}; ${quantity} cannot be taken.`,
  });
}
