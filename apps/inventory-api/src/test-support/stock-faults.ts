import { inventory } from '@stockade/contracts';
import type { KeyedPost } from '@stockade/testing';
import type { StockWorld } from './stock-world.js';

interface Movement {
  readonly id: string;
  readonly location: string;
  readonly delta: number;
  readonly kind: string;
  readonly reason: string | null;
  readonly reference: string | null;
}

/** What an acknowledged request did to stock. */
interface Effect {
  readonly location: string;
  readonly kind: string;
  readonly delta: number;
  /** Names its movement: the id of that of an adjustment, the reference of others. */
  readonly name: string;
  /** Stock on hand after it, where the answer tells. */
  readonly onHand: number | undefined;
}

const levels = 'SELECT location, on_hand AS "onHand" FROM inventory.levels WHERE sku = $1';
/** One after the other at a place: each was made under the lock of its level. */
const movements = `SELECT id, location, delta, kind, reason, reference FROM inventory.movements
  WHERE sku = $1 AND kind <> 'opening' ORDER BY id`;

/** Each must find nothing. */
const falsehoods: Readonly<Record<string, string>> = {
  'less than nothing is available': 'SELECT FROM inventory.levels WHERE sku = $1 AND available < 0',
  'a place has two open requests': `SELECT FROM inventory.replenishment_requests
    WHERE sku = $1 AND status = 'open' GROUP BY location HAVING count(*) > 1`,
  'a line was received twice': `SELECT FROM inventory.receipts
    WHERE sku = $1 GROUP BY asn_line_id HAVING count(*) > 1`,
  'a request counts other receipts than there are': `SELECT FROM inventory.replenishment_requests q
    WHERE sku = $1 AND received_quantity <>
      (SELECT coalesce(sum(quantity), 0) FROM inventory.receipts WHERE request_id = q.id)`,
  'a need was counted otherwise than it was issued': `SELECT FROM inventory.demands d
    WHERE sku = $1 AND issued_quantity <> (SELECT coalesce(-sum(delta), 0) FROM inventory.movements
      WHERE kind = 'issue' AND reference = d.reference)`,
  'a transfer holds otherwise than it took and brought': `SELECT FROM inventory.transfers t
    WHERE sku = $1 AND (CASE status WHEN 'in_transit' THEN quantity ELSE 0 END) <>
      (SELECT coalesce(-sum(delta), 0) FROM inventory.movements WHERE kind = 'transfer' AND reference = t.id::text)`,
  'a count booked otherwise than it differed': `SELECT FROM inventory.cycle_counts c
    WHERE sku = $1 AND difference <> (SELECT coalesce(sum(delta), 0) FROM inventory.movements
      WHERE reason = 'difference' AND reference = c.id::text)`,
  'a level reserves other than its reservations': `SELECT FROM inventory.levels l
    WHERE sku = $1 AND reserved <> (SELECT coalesce(sum(quantity), 0) FROM inventory.reservations r
      WHERE r.sku = l.sku AND r.location = l.location AND r.status = 'active')`,
  'a reservation moved other than what was consumed of it': `SELECT FROM inventory.reservations r
    WHERE sku = $1 AND CASE status WHEN 'consumed' THEN quantity ELSE 0 END <>
      (SELECT coalesce(-sum(delta), 0) FROM inventory.movements WHERE kind = 'issue' AND reference = r.reference)`,
  'a level holds back other than its holds': `SELECT FROM inventory.levels l
    WHERE sku = $1 AND hold <> (SELECT coalesce(sum(quantity), 0) FROM inventory.holds h
      WHERE h.sku = l.sku AND h.location = l.location AND h.status = 'active')`,
};

/** Sentences about what was done that are true and must not be (invariants of stock, effects and records). */
export async function stockFaults(world: StockWorld): Promise<string[]> {
  const sku = world.places[0]?.sku;
  const { test } = world.fixture;
  const found = Object.entries(falsehoods).map(async ([sentence, sql]) =>
    (await test.ownerQuery(sql, [sku])).length > 0 ? [sentence] : [],
  );
  const moved = await test.ownerQuery<Movement>(movements, [sku]);
  const held = await test.ownerQuery<{ location: string; onHand: number }>(levels, [sku]);
  return [
    ...(await Promise.all(found)).flat(),
    ...failures(world.history.posts),
    ...(await world.history.faults(test)),
    ...movementFaults(moved.map(withNumber), world),
    ...held.flatMap(({ location, onHand }) => {
      const sum = moved
        .filter((one) => one.location === location)
        .reduce((all, { delta }) => all + Number(delta), world.opening);
      return Number(onHand) === sum ? [] : [`${location} holds ${onHand}, moved were ${sum}`];
    }),
  ];
}

const withNumber = (movement: Movement): Movement => ({ ...movement, delta: Number(movement.delta) });

/** Nothing was broken, so nothing may fail: a deadlock would. */
const failures = (posts: readonly KeyedPost[]): string[] =>
  posts.flatMap(({ path, sendings }) =>
    sendings.flatMap(({ answer }) => (answer && answer.status >= 500 ? [`${path}: ${answer.text}`] : [])),
  );

/** Goes through the movements as they were made, beside what the callers were told. */
function movementFaults(moved: readonly Movement[], world: StockWorld): string[] {
  const effects = new Map(effectsOf(world).map((effect) => [nameOf(effect), effect]));
  const onHand = new Map(world.places.map(({ location }) => [location, world.opening]));
  const faults: string[] = [];
  for (const { change, ...movement } of changesOf(moved)) {
    const { location, delta, kind } = movement;
    const after = (onHand.get(location) ?? 0) + change;
    onHand.set(location, after);
    const name = nameOf({
      location,
      kind,
      name: ['adjustment', 'correction'].includes(kind) ? movement.id : (movement.reference ?? ''),
    });
    const effect = effects.get(name);
    effects.delete(name);
    if (after < 0) faults.push(`${name} left ${after} on hand`);
    if (effect?.delta !== delta) faults.push(`${name} moved ${delta}, its caller was told ${effect?.delta}`);
    if (effect?.onHand !== undefined && effect.onHand !== after)
      faults.push(`${name} left ${after} on hand, its caller was told ${effect.onHand}`);
  }
  return [...faults, ...[...effects.keys()].map((name) => `${name} was acknowledged and moved nothing`)];
}

/** What each movement did to the stock on hand: nothing, where the count that had seen it takes it back right after it. */
const changesOf = (moved: readonly Movement[]): (Movement & { readonly change: number })[] =>
  moved.flatMap((movement, index) => {
    if (movement.reason === 'seen_by_count') return [];
    const next = moved.slice(index + 1).find(({ location }) => location === movement.location);
    const takenBack = next?.reason === 'seen_by_count' ? next.delta : 0;
    return { ...movement, change: movement.delta + takenBack };
  });

const nameOf = ({ location, kind, name }: Pick<Effect, 'location' | 'kind' | 'name'>) =>
  `${kind} ${name} at ${location}`;

function effectsOf({ history, bound }: StockWorld): Effect[] {
  return history.posts.flatMap(({ path, sendings }) => {
    const done = sendings.find(({ answer }) => answer !== undefined && answer.status < 300)?.answer;
    return done ? effectOf(path, JSON.parse(done.text), bound.isEmpty) : [];
  });
}

function effectOf(path: string, answer: unknown, allIsFree: boolean): Effect[] {
  if (path === '/v1/adjustments') {
    const { id, location, delta, level } = inventory.recordAdjustment.output.parse(answer);
    return [{ location, kind: 'adjustment', delta, name: id, onHand: level.onHand }];
  }
  if (path === '/v1/receipts') {
    const { location, quantity, asnLineId } = inventory.recordReceipt.output.parse(answer);
    return [{ location, kind: 'receipt', delta: quantity, name: asnLineId, onHand: undefined }];
  }
  if (path === '/v1/cycle-counts') {
    const { id, location, difference: delta, level } = inventory.recordCycleCount.output.parse(answer);
    return delta === 0 ? [] : [{ location, kind: 'count', delta, name: id, onHand: level.onHand }];
  }
  if (path === '/v1/corrections') {
    const { id, location, delta, level } = inventory.recordCorrection.output.parse(answer);
    return [{ location, kind: 'correction', delta, name: id, onHand: level.onHand }];
  }
  if (path === '/v1/transfers') {
    const { id, from, quantity } = inventory.dispatchTransfer.output.parse(answer);
    return [{ location: from, kind: 'transfer', delta: -quantity, name: id, onHand: undefined }];
  }
  if (path.endsWith('/receive')) {
    const { id, to, quantity } = inventory.receiveTransfer.output.parse(answer);
    return [{ location: to, kind: 'transfer', delta: quantity, name: id, onHand: undefined }];
  }
  if (path.endsWith('/consumption')) {
    const { location, quantity, reference } = inventory.consumeReservation.output.parse(answer);
    return [{ location, kind: 'issue', delta: -quantity, name: reference, onHand: undefined }];
  }
  if (!path.endsWith('/issue')) return [];
  const { location, reference, status, issuedQuantity } = inventory.issueDemand.output.parse(answer);
  if (issuedQuantity === 0) return [];
  // Who got less than was needed got all that was available.
  const onHand = status === 'short' && allIsFree ? 0 : undefined;
  return [{ location, kind: 'issue', delta: -issuedQuantity, name: reference, onHand }];
}
