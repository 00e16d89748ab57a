import type { OperationOutput, orders } from '@stockade/contracts';

type Status = OperationOutput<typeof orders.getOrder>['status'];

/** What is known of an order of one line that some acts were done with; 100 are ordered at first. */
export interface OrderModel {
  readonly status: Status;
  /** Whether it needs a person, and a raise does. */
  readonly dear: boolean;
  readonly promised: boolean;
  readonly sent: boolean;
  readonly held: boolean;
  readonly ordered: number;
  readonly confirmed: number;
  readonly received: number;
  readonly shortClosed: number;
  readonly revision: number;
  /** Numbers that were given, those of withdrawn amendments too. */
  readonly revisions: number;
  /** What comes back when the amendment that holds is withdrawn. */
  readonly before: Agreed | undefined;
}

/** What an amendment changes. */
type Agreed = Pick<OrderModel, 'status' | 'promised' | 'ordered' | 'confirmed' | 'revision' | 'before'>;

export type OrderAct =
  | {
      readonly act:
        | 'approve'
        | 'reject'
        | 'expire'
        | 'close'
        | 'cancel'
        | 'transmit'
        | 'receive'
        | 'hold'
        | 'resume'
        | 'short-close';
    }
  | { readonly act: 'amend'; readonly quantity: number }
  | { readonly act: 'decline'; readonly revision: number }
  | { readonly act: 'accept'; readonly revision: number; readonly confirmed: number };

export const newOrder = (status: Status, dear: boolean): OrderModel => ({
  status,
  dear,
  promised: false,
  sent: false,
  held: false,
  ordered: 100,
  confirmed: 100,
  received: 0,
  shortClosed: 0,
  revision: 1,
  revisions: 1,
  before: undefined,
});

/** The life of an order, told a second time and in other words; undefined where the act is refused. */
export function afterAct(model: OrderModel, act: OrderAct): OrderModel | undefined {
  switch (act.act) {
    case 'approve':
      if (!waits(model)) return undefined;
      return model.promised ? delivered(model) : { ...model, status: 'approved' };
    case 'reject':
      return waits(model) ? refused(model) : undefined;
    case 'expire':
      return waits(model) ? refused(model) : model;
    case 'close':
      if (!is(model, 'draft')) return model;
      return { ...model, status: model.dear ? 'pending_approval' : 'approved' };
    case 'cancel':
      return is(model, 'draft', 'pending_approval', 'approved', 'sent', 'acknowledged') &&
        model.received === 0
        ? { ...model, status: 'cancelled' }
        : undefined;
    case 'transmit':
      if (model.status !== 'approved') return model.sent ? model : undefined;
      return model.held ? undefined : { ...model, sent: true, status: 'sent' };
    case 'receive':
      return received(model);
    case 'hold':
      return lives(model) && !model.held ? { ...model, held: true } : undefined;
    case 'resume':
      return model.held ? { ...model, held: false } : undefined;
    case 'short-close':
      return is(model, 'partially_received')
        ? delivered({ ...model, shortClosed: model.confirmed - model.received })
        : undefined;
    case 'amend':
      return amended(model, act.quantity);
    case 'decline':
      return declined(model, act.revision);
    case 'accept':
      return accepted(model, act);
  }
}

const is = ({ status }: OrderModel, ...expected: Status[]) => expected.includes(status);
const waits = (model: OrderModel) => is(model, 'pending_approval');
const agreed = (model: OrderModel) => is(model, 'approved', 'sent', 'acknowledged', 'partially_received');
const lives = (model: OrderModel) => waits(model) || agreed(model);
const underWay = (model: OrderModel) => is(model, 'sent', 'acknowledged', 'partially_received', 'received');

function delivered(model: OrderModel): OrderModel {
  if (model.received === 0) return { ...model, status: 'acknowledged' };
  if (model.received < model.confirmed - model.shortClosed) return { ...model, status: 'partially_received' };
  return { ...model, status: model.shortClosed > 0 ? 'closed' : 'received' };
}

function received(model: OrderModel): OrderModel {
  const counted = { ...model, received: model.received + 30 };
  return underWay(model) ? delivered(counted) : counted;
}

function withdrawn(model: OrderModel): OrderModel {
  const former = { ...model, ...model.before };
  const untouched = former.received === 0 && former.status === 'sent';
  return underWay(former) && !untouched ? delivered(former) : former;
}

const refused = (model: OrderModel): OrderModel =>
  model.revision > 1 ? withdrawn(model) : { ...model, status: 'rejected' };

const mayAnswer = (model: OrderModel, revision: number) =>
  !model.promised && is(model, 'sent', 'partially_received') && model.revision === revision;

function declined(model: OrderModel, revision: number): OrderModel | undefined {
  if (!mayAnswer(model, revision)) return undefined;
  if (revision > 1) return withdrawn(model);
  return is(model, 'sent') ? { ...model, status: 'declined' } : undefined;
}

function accepted(
  model: OrderModel,
  { revision, confirmed }: { revision: number; confirmed: number },
): OrderModel | undefined {
  if (!mayAnswer(model, revision)) return undefined;
  const answered = { ...model, promised: true, confirmed };
  return confirmed > model.ordered * 1.1 ? { ...answered, status: 'pending_approval' } : delivered(answered);
}

function amended(model: OrderModel, ordered: number): OrderModel | undefined {
  if (!agreed(model) || ordered === model.ordered) return undefined;
  if (ordered < Math.max(model.received + model.shortClosed, 1)) return undefined;
  const { status, promised, confirmed, revision, before } = model;
  const next = model.revisions + 1;
  return {
    ...model,
    status: model.dear && ordered > model.ordered ? 'pending_approval' : 'approved',
    promised: false,
    ordered,
    confirmed: ordered,
    revision: next,
    revisions: next,
    before: { status, promised, ordered: model.ordered, confirmed, revision, before },
  };
}
