import type { OperationOutput, orders } from '@stockade/contracts';

/** What is known of an order that some acts were done with; quantities of 100 ordered. */
export interface OrderModel {
  readonly status: OperationOutput<typeof orders.getOrder>['status'];
  readonly promised: boolean;
  readonly sent: boolean;
  readonly confirmed: number;
  readonly received: number;
  /** Worth more than policy may approve. */
  readonly dear: boolean;
}

export type OrderAct = keyof typeof orderLife;

export const newOrder = (status: OrderModel['status'], dear = false): OrderModel => ({
  status,
  promised: false,
  sent: false,
  confirmed: 100,
  received: 0,
  dear,
});

const delivered = (model: OrderModel): OrderModel => {
  if (model.received === 0) return { ...model, status: 'acknowledged' };
  return { ...model, status: model.received >= model.confirmed ? 'received' : 'partially_received' };
};
const waits = ({ status }: OrderModel) => status === 'pending_approval';

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
  reject: (model: OrderModel) => (waits(model) ? { ...model, status: 'rejected' as const } : undefined),
  expire: (model: OrderModel) => (waits(model) ? { ...model, status: 'rejected' as const } : model),
  cancel: (model: OrderModel) =>
    model.received === 0 &&
    ['draft', 'pending_approval', 'approved', 'sent', 'acknowledged'].includes(model.status)
      ? { ...model, status: 'cancelled' as const }
      : undefined,
  transmit: (model: OrderModel) => {
    if (model.sent) return model;
    return model.status === 'approved' ? { ...model, sent: true, status: 'sent' as const } : undefined;
  },
  decline: (model: OrderModel) =>
    model.status === 'sent' ? { ...model, status: 'declined' as const } : undefined,
  acceptAll: (model: OrderModel) => accepted(model, 100),
  acceptHalf: (model: OrderModel) => accepted(model, 50),
  receive: (model: OrderModel) => {
    const counted = { ...model, received: model.received + 30 };
    const moves = ['sent', 'acknowledged', 'partially_received', 'received'].includes(model.status);
    return moves ? delivered(counted) : counted;
  },
} satisfies Record<string, (model: OrderModel) => OrderModel | undefined>;

function accepted(model: OrderModel, confirmed: number): OrderModel | undefined {
  if (model.status !== 'sent') return undefined;
  const answered = { ...model, promised: true, confirmed };
  return { ...answered, status: confirmed === 100 ? 'acknowledged' : 'pending_approval' };
}
