import { inventory, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { currentBusinessDay } from '../business-days/business-day.js';
import { moveOccurred } from '../levels/move-occurred.js';
import { tellLevelChanged } from '../levels/tell-level-changed.js';
import { readTransfer } from './get-transfer.js';
import { type Transfer, transferColumns } from './transfer.js';

type Contract = typeof inventory.receiveTransfer;

const receive = statement(
  'receive_transfer',
  `UPDATE inventory.transfers SET status = 'received', received_on = $2
   WHERE id = $1 AND status = 'in_transit' AND dispatched_on <= $2
   RETURNING ${transferColumns}`,
);

@Operation(inventory.receiveTransfer)
export class ReceiveTransfer implements Handler<Contract> {
  async handle(
    { params, body }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const receivedOn = body.receivedOn ?? (await currentBusinessDay(unit));
    const [transfer] = await unit.query<Transfer>(receive, [params.id, receivedOn]);
    if (!transfer) throw notReceivable(await readTransfer(unit, params.id));
    const { id, sku, to: location, quantity: delta } = transfer;
    const change = { sku, location, delta, kind: 'transfer', reason: null } as const;
    await moveOccurred(unit, { ...change, reference: id, occurredOn: receivedOn });
    await tellLevelChanged(unit, change, receivedOn);
    return transfer;
  }
}

function notReceivable({ status, dispatchedOn, receivedOn }: Transfer): Problem {
  if (status === 'received') {
    return new Problem('already_exists', { detail: `The transfer was received on ${receivedOn} before.` });
  }
  return new Problem('conflict', {
    detail: `The transfer was dispatched on ${dispatchedOn}: receive it on that day or later.`,
  });
}
