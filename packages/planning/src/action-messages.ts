import type { Netting } from './netting.js';
import type { Plan } from './plan.js';

export type ActionKind = 'order' | 'expedite' | 'defer' | 'cancel' | 'increase' | 'decrease';

/** An open order that a message may be about; days counted from today. */
export interface OrderOnBook {
  readonly id: string;
  readonly quantity: number;
  readonly expectedDay: number;
}

export interface ActionMessage {
  readonly kind: ActionKind;
  /** The order to change; null where a new one is asked for. */
  readonly orderId: string | null;
  /** Day by which the goods should be there; null where nothing should come. */
  readonly day: number | null;
  /** Base units that should come; 0 where nothing should. */
  readonly quantity: number;
}

export interface BookInput {
  readonly plan: Pick<Plan, 'quantity' | 'neededDay' | 'horizon'>;
  /** Stock by day above the safety stock, and the first day that lacks some, if none of the orders came. */
  readonly withoutOrders: Netting;
  readonly orders: readonly OrderOnBook[];
  readonly unitsPerPack: number;
}

/** A change of date by less than this is left alone, or messages would come and go every day (damping). */
const DAYS_TOLERATED = 14;
/** A change of quantity by less than this share is left alone. */
const SHARE_TOLERATED = 0.2;

/**
 * What should be done about the orders on the book, as MRP systems put it: each order is held against the shortage
 * that it is there for, the orders taken in the order of their days.
 *
 * Source: Ptak and Smith, "Orlicky's Material Requirements Planning", 3rd edition (2011), on action and exception
 * messages: an order that comes after its need is expedited, before it deferred, without one cancelled; the last
 * one that is needed is decreased to the need, or increased where the need is beyond all orders and too near for a
 * new one. The planner orders for a lead time that is longer than expected; what comes early by that is in time.
 */
export function actionMessages({
  plan,
  withoutOrders: { stock, stockOutDay },
  orders,
  unitsPerPack,
}: BookInput): ActionMessage[] {
  const { earliest, expected, protection } = plan.horizon;
  const messages: ActionMessage[] = [];
  const shortage = largestShortage(stock);
  const outOfReach = largestShortage(stock.subarray(0, earliest));
  let covered = 0;
  const inTurn = orders.toSorted((a, b) => a.expectedDay - b.expectedDay || a.id.localeCompare(b.id));
  for (const [index, order] of inTurn.entries()) {
    // What is missing before the first order is lost, and shortens no later one.
    const needDay = earlierOf(index === 0 ? stockOutDay : null, firstShortage(stock, covered));
    const isLast = index === inTurn.length - 1;
    const mayGrow = isLast && plan.quantity === 0 && order.expectedDay < earliest;
    const message =
      timing(order, needDay, protection - expected) ??
      shrinking(order, shortage - covered, unitsPerPack) ??
      (mayGrow ? growing(order, outOfReach - covered, unitsPerPack) : undefined);
    if (message) messages.push({ ...message, orderId: order.id });
    covered += order.quantity;
  }
  if (plan.quantity > 0 && plan.neededDay !== null) {
    messages.push({ kind: 'order', orderId: null, day: plan.neededDay, quantity: plan.quantity });
  }
  return messages;
}

type Change = Pick<ActionMessage, 'kind' | 'day' | 'quantity'>;

function timing(
  { quantity, expectedDay }: OrderOnBook,
  needDay: number | null,
  safetyLeadTime: number,
): Change | undefined {
  if (needDay === null) return { kind: 'cancel', day: null, quantity: 0 };
  if (expectedDay - needDay >= DAYS_TOLERATED) return { kind: 'expedite', day: needDay, quantity };
  const day = needDay - safetyLeadTime;
  return day - expectedDay >= DAYS_TOLERATED ? { kind: 'defer', day, quantity } : undefined;
}

function shrinking(
  { quantity, expectedDay: day }: OrderOnBook,
  missing: number,
  unitsPerPack: number,
): Change | undefined {
  const wanted = inPacks(missing, unitsPerPack);
  return wanted < quantity * (1 - SHARE_TOLERATED) ? { kind: 'decrease', day, quantity: wanted } : undefined;
}

function growing(
  { quantity, expectedDay: day }: OrderOnBook,
  missing: number,
  unitsPerPack: number,
): Change | undefined {
  const wanted = inPacks(missing, unitsPerPack);
  return wanted > quantity * (1 + SHARE_TOLERATED) ? { kind: 'increase', day, quantity: wanted } : undefined;
}

const inPacks = (quantity: number, unitsPerPack: number): number =>
  Math.ceil(quantity / unitsPerPack) * unitsPerPack;

/** First day on which more is missing than `covered`; null where nothing is. */
function firstShortage(stock: Float64Array, covered: number): number | null {
  const day = stock.findIndex((held) => held + covered < 0);
  return day === -1 ? null : day;
}

const earlierOf = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other);

const largestShortage = (stock: Float64Array): number =>
  stock.reduce((most, held) => Math.max(most, -held), 0);
