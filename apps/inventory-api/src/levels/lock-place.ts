import { statement, type UnitOfWork } from '@stockade/database';
import { noStock, type Place } from '../place.js';

/** NO KEY: a row that only refers to the place, such as the receipt that is about to move stock, stands in nobody's way. */
const lock = statement(
  'lock_place',
  'SELECT FROM inventory.levels WHERE sku = $1 AND location = $2 FOR NO KEY UPDATE',
);

/**
 * Has those who decide on one place take turns, until the end of the transaction.
 * @throws Problem `not_found` where the place holds no level of the SKU
 */
export async function lockPlace(unit: UnitOfWork, place: Place): Promise<void> {
  const held = await unit.query(lock, [place.sku, place.location]);
  if (held.length === 0) throw noStock(place);
}
