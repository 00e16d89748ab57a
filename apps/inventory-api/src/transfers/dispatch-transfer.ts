import { inventory, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { dayReached } from '../business-days/business-day.js';
import { moveStock } from '../levels/move-stock.js';
import { tellLevelChanged } from '../levels/tell-level-changed.js';
import { noStock, type Place } from '../place.js';
import { onOrderFor } from '../replenishment/on-order.js';
import { type Transfer, transferColumns } from './transfer.js';

type Contract = typeof inventory.dispatchTransfer;
type Body = OperationInput<Contract>['body'];

/**
 * Both places, in the order in which everything locks places: nothing that was read of them has changed when the
 * goods leave, and two transfers in opposite directions do not wait for each other.
 */
const lockBoth = statement(
  'lock_both_places',
  `SELECT location, available FROM inventory.levels WHERE sku = $1 AND location IN ($2, $3)
   ORDER BY location COLLATE "C" FOR NO KEY UPDATE`,
);

const lastCount = statement(
  'last_count_of_place',
  'SELECT max(counted_on) AS "countedOn" FROM inventory.cycle_counts WHERE sku = $1 AND location = $2',
);

const insertTransfer = statement(
  'insert_transfer',
  `INSERT INTO inventory.transfers (sku, from_location, to_location, quantity, dispatched_on, expected_on)
   SELECT $1, from_location, to_location, $4, $5::date, $5::date + transit_days FROM inventory.transfer_lanes
   WHERE from_location = $2 AND to_location = $3 AND is_open
   RETURNING ${transferColumns}`,
);

interface HeldPlace {
  readonly location: string;
  readonly available: number;
}

@Operation(inventory.dispatchTransfer)
export class DispatchTransfer implements Handler<Contract> {
  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const { sku, from, to, quantity } = body;
    const dispatchedOn = await dayReached(unit, body.dispatchedOn);
    requireAvailable(body, await unit.query<HeldPlace>(lockBoth, [sku, from, to]));
    await requireNotCountedSince(unit, { sku, location: from }, dispatchedOn);
    await requireOnOrder(unit, body);
    const [transfer] = await unit.query<Transfer>(insertTransfer, [sku, from, to, quantity, dispatchedOn]);
    if (!transfer) throw noOpenLane(body);
    const change = { sku, location: from, delta: -quantity, kind: 'transfer', reason: null } as const;
    await moveStock(unit, { ...change, reference: transfer.id, occurredOn: dispatchedOn });
    await tellLevelChanged(unit, change, dispatchedOn);
    return transfer;
  }
}

function requireAvailable({ sku, from, to, quantity, keep }: Body, held: readonly HeldPlace[]): void {
  const availableAt = new Map(held.map(({ location, available }) => [location, available]));
  const available = availableAt.get(from);
  if (available === undefined) throw noStock({ sku, location: from });
  if (!availableAt.has(to)) throw noStock({ sku, location: to });
  if (available >= quantity + keep) return;
  throw new Problem('insufficient_stock', {
    detail: `${available} of ${sku} are available at ${from}, of which ${keep} are to stay: send at most ${Math.max(0, available - keep)}.`,
  });
}

/** A count has seen what left before it: sent only now, the goods would have been counted on the shelf. */
async function requireNotCountedSince(unit: UnitOfWork, place: Place, dispatchedOn: string): Promise<void> {
  const [last] = await unit.query<{ countedOn: string | null }>(lastCount, [place.sku, place.location]);
  if (!last?.countedOn || last.countedOn <= dispatchedOn) return;
  throw new Problem('conflict', {
    detail: `${place.location} was counted on ${last.countedOn}: dispatch on that day or later.`,
  });
}

/** Decided before somebody else ordered or sent goods: there may be no need any more. */
async function requireOnOrder(unit: UnitOfWork, { sku, to, onOrder }: Body): Promise<void> {
  if (onOrder === undefined) return;
  const now = await onOrderFor(unit, { sku, location: to });
  if (now <= onOrder) return;
  throw new Problem('conflict', {
    detail: `${now} are on order or in transit for ${to}, not ${onOrder}: read again, and decide anew.`,
  });
}

const noOpenLane = ({ from, to }: Body) =>
  new Problem('conflict', {
    detail: `There is no open lane from ${from} to ${to}; an operator opens one (inventory.put_transfer_lane).`,
  });
