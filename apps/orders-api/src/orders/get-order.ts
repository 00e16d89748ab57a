import { type OperationInput, type OperationOutput, orders } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { presentOrder, readOrder } from './read-order.js';

type Contract = typeof orders.getOrder;

@Operation(orders.getOrder)
export class GetOrder implements Handler<Contract> {
  async handle({ params }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return presentOrder(await readOrder(unit, params.id));
  }
}
