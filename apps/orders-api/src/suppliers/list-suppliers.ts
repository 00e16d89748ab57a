import { id, type OperationInput, type OperationOutput, orders } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation, pageOf, readCursor } from '@stockade/service';
import type { Supplier } from './supplier.entity.js';

type Contract = typeof orders.listSuppliers;

const listSuppliers = statement(
  'list_suppliers',
  `SELECT id, name, status FROM orders.suppliers AS supplier
   WHERE ($1::uuid IS NULL OR id > $1)
     AND ($2::text IS NULL OR EXISTS (SELECT FROM orders.offers WHERE supplier_id = supplier.id AND sku = $2))
   ORDER BY id LIMIT $3`,
);

@Operation(orders.listSuppliers)
export class ListSuppliers implements Handler<Contract> {
  async handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const after = query.cursor === undefined ? null : readCursor(query.cursor, id);
    const rows = await unit.query<Supplier>(listSuppliers, [after, query.sku ?? null, query.limit + 1]);
    return pageOf(rows, query.limit, (row) => row.id);
  }
}
