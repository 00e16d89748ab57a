import { inventory, location, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, KeysetPages, Operation } from '@stockade/service';
import { z } from 'zod';
import { laneColumns, type TransferLane } from './transfer-lane.js';

type Contract = typeof inventory.listTransferLanes;

const lanes = new KeysetPages({
  name: 'list_transfer_lanes',
  select: `SELECT ${laneColumns} FROM inventory.transfer_lanes`,
  key: ['from_location', 'to_location'],
  filters: ['from_location', 'to_location'],
  cursor: z.tuple([location, location]),
  keyOf: (row: TransferLane) => [row.from, row.to],
});

@Operation(inventory.listTransferLanes)
export class ListTransferLanes implements Handler<Contract> {
  handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return lanes.read(unit, query, { from_location: query.from, to_location: query.to });
  }
}
