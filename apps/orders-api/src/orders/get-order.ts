import { type OperationInput, orders, type Problem } from '@stockade/contracts';
import { lookup } from '@stockade/database';
import { Operation, ReadByKey } from '@stockade/service';
import { orderColumns } from './order-columns.js';
import { unknownOrder } from './read-order.js';

type Contract = typeof orders.getOrder;

@Operation(orders.getOrder)
export class GetOrder extends ReadByKey<Contract> {
  readonly lookup = lookup('order_by_id', {
    table: 'orders.orders',
    columns: orderColumns,
    key: { id: 'uuid' },
  });

  keyOf({ params }: OperationInput<Contract>): string[] {
    return [params.id];
  }

  missing({ params }: OperationInput<Contract>): Problem {
    return unknownOrder(params.id);
  }
}
