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
  /**
   * The fact that the message is about: the same for as long as the order stays as it is, whatever day it is looked
   * at, so that nobody is told twice.
   */
  readonly key: string;
  /** The order to change; null where a new one is asked for. */
  readonly orderId: string | null;
  /** Day by which the goods should be there; null where nothing should come. */
  readonly day: number | null;
  /** Base units that should come; 0 where nothing should. */
  readonly quantity: number;
}

export interface BookInput {
  readonly place: string;
  readonly plan: Pick<Plan, 'quantity' | 'neededDay'>;
  /** Projected stock by day if none of the orders came; the planner's netting without receipts. */
  readonly stockWithoutOrders: Float64Array;
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
 * new one.
 */
export function actionMessages({
  place,
  plan,
  stockWithoutOrders: stock,
  orders,
  unitsPerPack,
}: BookInput): ActionMessage[] {
  const messages: ActionMessage[] = [];
  const shortage = totalShortage(stock);
  let covered = 0;
  const inTurn = orders.toSorted((a, b) => a.expectedDay - b.expectedDay || a.id.localeCompare(b.id));
  for (const [index, order] of inTurn.entries()) {
    const needDay = firstShortage(stock, covered);
    const isLast = index === inTurn.length - 1;
    const message =
      timing(order, needDay) ??
      sizing(order, shortage - covered, isLast && plan.quantity === 0, unitsPerPack);
    if (message) messages.push({ ...message, orderId: order.id, key: `${message.kind} ${order.id}` });
    covered += order.quantity;
  }
  if (plan.quantity > 0 && plan.neededDay !== null) {
    const { quantity, neededDay: day } = plan;
    messages.push({ kind: 'order', key: `order ${place}`, orderId: null, day, quantity });
  }
  return messages;
}

type Change = Pick<ActionMessage, 'kind' | 'day' | 'quantity'>;

function timing({ quantity, expectedDay }: OrderOnBook, needDay: number | null): Change | undefined {
  if (needDay === null) return { kind: 'cancel', day: null, quantity: 0 };
  if (expectedDay - needDay >= DAYS_TOLERATED) return { kind: 'expedite', day: needDay, quantity };
  if (needDay - expectedDay >= DAYS_TOLERATED) return { kind: 'defer', day: needDay, quantity };
  return undefined;
}

function sizing(
  { quantity, expectedDay: day }: OrderOnBook,
  missing: number,
  mayGrow: boolean,
  unitsPerPack: number,
): Change | undefined {
  const wanted = Math.ceil(missing / unitsPerPack) * unitsPerPack;
  if (wanted < quantity * (1 - SHARE_TOLERATED)) return { kind: 'decrease', day, quantity: wanted };
  if (mayGrow && wanted > quantity * (1 + SHARE_TOLERATED))
    return { kind: 'increase', day, quantity: wanted };
  return undefined;
}

/** First day on which more is missing than `covered`; null where nothing is. */
function firstShortage(stock: Float64Array, covered: number): number | null {
  const day = stock.findIndex((held) => held + covered < 0);
  return day === -1 ? null : day;
}

const totalShortage = (stock: Float64Array): number => stock.reduce((most, held) => Math.max(most, -held), 0);
