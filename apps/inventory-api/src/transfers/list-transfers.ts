import { id, inventory, type OperationInput, type OperationOutput, transfer } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, KeysetPages, Operation } from '@stockade/service';
import { z } from 'zod';
import { type Transfer, transferColumns } from './transfer.js';

type Contract = typeof inventory.listTransfers;

const transfers = new KeysetPages({
  name: 'list_transfers',
  select: `SELECT ${transferColumns} FROM inventory.transfers`,
  key: ['id'],
  filters: ['sku', 'from_location', 'to_location'],
  enums: { status: transfer.shape.status.options },
  cursor: z.tuple([id]),
  keyOf: (row: Transfer) => [row.id],
});

@Operation(inventory.listTransfers)
export class ListTransfers implements Handler<Contract> {
  handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const { sku, from: from_location, to: to_location, status } = query;
    return transfers.read(unit, query, { sku, from_location, to_location, status });
  }
}
