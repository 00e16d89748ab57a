import { type OperationInput, type OperationOutput, orders, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { changeOrder } from '../orders/change-order.js';
import { assertMayHappen } from '../orders/order-states.js';
import { lockOrder, presentOrder } from '../orders/read-order.js';

type Contract = typeof orders.transmitOrder;

@Operation(orders.transmitOrder)
export class TransmitOrder implements Handler<Contract> {
  async handle(
    { params, body }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const locked = await lockOrder(unit, params);
    // A revision is sent once: a gateway that tells it again learns how the order stands.
    if (locked.sentOn !== null && locked.status !== 'approved') return presentOrder(locked);
    assertMayHappen('transmit', locked.status);
    if (locked.heldBy !== null) {
      throw new Problem('conflict', {
        detail: `The order is held by ${locked.heldBy}; its sending is asked for when it is resumed.`,
      });
    }
    return presentOrder(await changeOrder(unit, locked, { status: 'sent', sentOn: body.sentOn }));
  }
}
