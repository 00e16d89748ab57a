import { inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { latestBusinessDay } from './business-day.js';

type Contract = typeof inventory.getLatestBusinessDay;

@Operation(inventory.getLatestBusinessDay)
export class GetLatestBusinessDay implements Handler<Contract> {
  async handle(_input: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return { date: await latestBusinessDay(unit) };
  }
}
