import { id, inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, KeysetPages, Operation } from '@stockade/service';
import { z } from 'zod';
import { type Receipt, receiptColumns } from './receipt.js';

type Contract = typeof inventory.listReceipts;

const receipts = new KeysetPages({
  name: 'list_receipts',
  select: `SELECT ${receiptColumns} FROM inventory.receipts`,
  key: ['id'],
  filters: ['lot_number', 'sku', 'location'],
  cursor: z.tuple([id]),
  keyOf: (row: Receipt) => [row.id],
});

@Operation(inventory.listReceipts)
export class ListReceipts implements Handler<Contract> {
  handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const { sku, location, lot: lot_number } = query;
    return receipts.read(unit, query, { lot_number, sku, location });
  }
}
