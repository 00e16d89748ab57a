import { inventory, type OperationInput, type Problem } from '@stockade/contracts';
import { lookup, type UnitOfWork } from '@stockade/database';
import { Operation, ReadByKey } from '@stockade/service';
import { noTransfer, type Transfer, transferColumns } from './transfer.js';

type Contract = typeof inventory.getTransfer;

const transferById = lookup('transfer_by_id', {
  table: 'inventory.transfers',
  columns: transferColumns,
  key: { id: 'uuid' },
});

/** @throws Problem `not_found` */
export async function readTransfer(unit: UnitOfWork, id: string): Promise<Transfer> {
  const [transfer] = await unit.query<Transfer>(transferById.statement, [id]);
  if (!transfer) throw noTransfer(id);
  return transfer;
}

@Operation(inventory.getTransfer)
export class GetTransfer extends ReadByKey<Contract> {
  readonly lookup = transferById;

  keyOf({ params }: OperationInput<Contract>): string[] {
    return [params.id];
  }

  missing({ params }: OperationInput<Contract>): Problem {
    return noTransfer(params.id);
  }
}
