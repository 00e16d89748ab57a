import { type OperationInput, type OperationOutput, orders, Problem, sku } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation, pageOf, readCursor } from '@stockade/service';
import { offerOfSkuInForce, offersInForce } from './offers-in-force.js';
import { Supplier } from './supplier.entity.js';

type Contract = typeof orders.listOffers;

@Operation(orders.listOffers)
export class ListOffers implements Handler<Contract> {
  async handle(
    { params, query }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    if (!(await unit.manager.existsBy(Supplier, { id: params.id }))) {
      throw new Problem('not_found', { detail: `There is no supplier ${params.id}.` });
    }
    const after = query.cursor === undefined ? '' : readCursor(query.cursor, sku);
    const rows =
      query.sku === undefined
        ? await offersInForce(unit, params.id, query.asOf, { after, limit: query.limit + 1 })
        : await offerOfSkuInForce(unit, params.id, query.asOf, query.sku);
    return pageOf(rows, query.limit, (row) => row.sku);
  }
}
