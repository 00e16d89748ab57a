import type { OperationOutput, orders } from '@stockade/contracts';

/** What is known of an order that some acts were done with; 100 are ordered at first. */
export interface OrderModel {
  readonly status: OperationOutput<typeof orders.getOrder>['status'];
  /** Whether it needs a person, and a raise does. */
  readonly dear: boolean;
  readonly promised: boolean;
  readonly sent: boolean;
  readonly ordered: number;
  readonly confirmed: number;
  readonly received: number;
  readonly shortClosed: number;
  readonly held: boolean;
  readonly revision: number;
  /** Numbers that were given to amendments, those withdrawn too. */
  readonly revisions: number;
  /** What comes back when the amendment that holds is withdrawn. */
  readonly before: Agreed | undefined;
}

/** What an amendment changes. */
type Agreed = Pick<OrderModel, 'status' | 'promised' | 'ordered' | 'confirmed' | 'revision' | 'before'>;

export type OrderAct = keyof typeof orderLife;

export const newOrder = (status: OrderModel['status'], dear: boolean): OrderModel => ({
  status,
  dear,
  promised: false,
  sent: false,
  ordered: 100,
  confirmed: 100,
  received: 0,
  shortClosed: 0,
  held: false,
  revision: 1,
  revisions: 1,
  before: undefined,
});

const delivered = (model: OrderModel): OrderModel => {
  if (model.received === 0) return { ...model, status: 'acknowledged' };
  if (model.received < model.confirmed - model.shortClosed) return { ...model, status: 'partially_received' };
  return { ...model, status: model.shortClosed > 0 ? 'closed' : 'received' };
};
const waits = ({ status }: OrderModel) => status === 'pending_approval';
const underWay = ({ status }: OrderModel) =>
  ['sent', 'acknowledged', 'partially_received', 'received'].includes(status);
const unanswered = (model: OrderModel) =>
  !model.promised && ['sent', 'partially_received'].includes(model.status);

const withdrawn = (model: OrderModel): OrderModel => {
  const former = { ...model, ...model.before };
  const untouched = former.received === 0 && former.status === 'sent';
  return underWay(former) && !untouched ? delivered(former) : former;
};

const refused = (model: OrderModel): OrderModel =>
  model.revision > 1 ? withdrawn(model) : { ...model, status: 'rejected' };

/** The life of an order, told a second time and in other words; undefined where the act is refused. */
export const orderLife = {
  close: (model: OrderModel) => {
    if (model.status !== 'draft') return model;
    return { ...model, status: model.dear ? ('pending_approval' as const) : ('approved' as const) };
  },
  approve: (model: OrderModel) => {
    if (!waits(model)) return undefined;
    return model.promised ? delivered(model) : { ...model, status: 'approved' as const };
  },
  reject: (model: OrderModel) => (waits(model) ? refused(model) : undefined),
  expire: (model: OrderModel) => (waits(model) ? refused(model) : model),
  cancel: (model: OrderModel) =>
    model.received === 0 &&
    ['draft', 'pending_approval', 'approved', 'sent', 'acknowledged'].includes(model.status)
      ? { ...model, status: 'cancelled' as const }
      : undefined,
  transmit: (model: OrderModel) => {
    if (model.status !== 'approved') return model.sent ? model : undefined;
    return model.held ? undefined : { ...model, sent: true, status: 'sent' as const };
  },
  decline: (model: OrderModel) => {
    if (!unanswered(model)) return undefined;
    if (model.revision > 1) return withdrawn(model);
    return model.status === 'sent' ? { ...model, status: 'declined' as const } : undefined;
  },
  acceptAll: (model: OrderModel) => accepted(model, 1),
  acceptHalf: (model: OrderModel) => accepted(model, 0.5),
  acceptDouble: (model: OrderModel) => accepted(model, 2),
  receive: (model: OrderModel) => {
    const counted = { ...model, received: model.received + 30 };
    return underWay(model) ? delivered(counted) : counted;
  },
  hold: (model: OrderModel) => {
    const lives = ['pending_approval', 'approved', 'sent', 'acknowledged', 'partially_received'].includes(
      model.status,
    );
    return lives && !model.held ? { ...model, held: true } : undefined;
  },
  resume: (model: OrderModel) => (model.held ? { ...model, held: false } : undefined),
  amendUp: (model: OrderModel) => amended(model, model.ordered + 100),
  amendDown: (model: OrderModel) => amended(model, model.ordered - 10),
  shortClose: (model: OrderModel) =>
    model.status === 'partially_received'
      ? delivered({ ...model, shortClosed: model.confirmed - model.received })
      : undefined,
} satisfies Record<string, (model: OrderModel) => OrderModel | undefined>;

function accepted(model: OrderModel, share: number): OrderModel | undefined {
  if (!unanswered(model)) return undefined;
  const answered = { ...model, promised: true, confirmed: model.ordered * share };
  return share > 1 ? { ...answered, status: 'pending_approval' } : delivered(answered);
}

/** Raised above 100, an order for dear goods waits for a person; of the others none does. */
function amended(model: OrderModel, ordered: number): OrderModel | undefined {
  const { status, promised, confirmed, revision, before } = model;
  if (!['approved', 'sent', 'acknowledged', 'partially_received'].includes(status)) return undefined;
  if (ordered < Math.max(model.received + model.shortClosed, 10)) return undefined;
  const revised = {
    ...model,
    ...{ ordered, confirmed: ordered, promised: false },
    ...{ revision: model.revisions + 1, revisions: model.revisions + 1 },
    before: { status, promised, ordered: model.ordered, confirmed, revision, before },
  };
  return { ...revised, status: model.dear && ordered > model.ordered ? 'pending_approval' : 'approved' };
}
