import { randomBytes } from 'node:crypto';
import { asAdmin } from './admin-database.js';
import { insist, type KeyedRequest, keyed } from './keyed-request.js';

export interface Place {
  readonly sku: string;
  readonly location: string;
}

export const demand = (place: Place, reference: string): KeyedRequest =>
  keyed({
    service: 'inventory-api',
    caller: 'demand_feed',
    path: '/v1/demands',
    body: { ...place, reference, quantity: 1, announcedOn: '2011-01-03', neededOn: '2011-01-04' },
  });

/** Finds one piece more. */
export const adjustment = (place: Place, delta = 1): KeyedRequest =>
  keyed({
    service: 'inventory-api',
    caller: 'inventory_bot',
    path: '/v1/adjustments',
    body: { ...place, delta, reason: 'found' },
  });

/** A place, by itself one that nobody else knows, opened as any is: by a need. */
export async function openPlace(place: Place = unknownPlace()): Promise<Place> {
  const { answer } = await insist(demand(place, `${place.sku}-${place.location}-opening`));
  if (answer.status !== 201) throw new Error(`no place was opened: ${answer.text}`);
  return place;
}

/** A location that nobody else knows. */
export const unknownLocation = (): string => `TEST_${randomBytes(4).toString('hex').toUpperCase()}`;

const unknownPlace = (): Place => ({
  sku: `fault-${randomBytes(6).toString('hex')}`,
  location: 'ACCRA',
});

export interface Stock {
  readonly onHand: number;
  readonly movements: number;
  /** Sum of the movements. */
  readonly moved: number;
}

export async function stockAt({ sku, location }: Place): Promise<Stock> {
  const [stock] = await asAdmin<{ onHand: number; movements: number; moved: number }>(
    `SELECT l.on_hand::int AS "onHand", count(m.id)::int AS movements, coalesce(sum(m.delta), 0)::int AS moved
     FROM inventory.levels l LEFT JOIN inventory.movements m USING (sku, location)
     WHERE sku = $1 AND location = $2 GROUP BY l.on_hand`,
    [sku, location],
  );
  if (stock === undefined) throw new Error(`${sku} is not stocked`);
  return stock;
}
