import { id, type OperationInput, type OperationOutput, orders, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation, pageOf, readCursor } from '@stockade/service';
import { type FindOptionsWhere, MoreThan } from 'typeorm';
import { Offer } from './offer.entity.js';
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
    const where: FindOptionsWhere<Offer> = { supplierId: params.id };
    if (query.sku !== undefined) where.sku = query.sku;
    if (query.cursor !== undefined) where.id = MoreThan(readCursor(query.cursor, id));
    const rows = await unit.manager.find(Offer, { where, order: { id: 'ASC' }, take: query.limit + 1 });
    return pageOf(rows, query.limit, (row) => row.id);
  }
}
