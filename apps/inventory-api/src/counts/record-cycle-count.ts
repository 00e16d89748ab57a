import { Inject } from '@nestjs/common';
import type { AccessPolicy } from '@stockade/access';
import { inventory, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation, POLICY } from '@stockade/service';
import { dayReached } from '../business-days/business-day.js';
import { readLevel } from '../levels/get-level.js';
import type { Level } from '../levels/level.js';
import { lockPlace } from '../levels/lock-place.js';
import { moveOccurred } from '../levels/move-occurred.js';
import { tellAvailabilityChanged } from '../levels/tell-level-changed.js';
import { bookedUntil } from './booked-until.js';
import { type CycleCount, cycleCountColumns } from './cycle-count.js';

type Contract = typeof inventory.recordCycleCount;

const insertCount = statement(
  'insert_cycle_count',
  `INSERT INTO inventory.cycle_counts (sku, location, counted, expected, counted_on, agent)
   VALUES ($1, $2, $3, $4, $5, $6)
   RETURNING ${cycleCountColumns}`,
);

@Operation(inventory.recordCycleCount)
export class RecordCycleCount implements Handler<Contract> {
  constructor(@Inject(POLICY) private readonly policy: AccessPolicy) {}

  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const { sku, location, counted } = body;
    const countedOn = await dayReached(unit, body.countedOn);
    await lockPlace(unit, body);
    const expected = await bookedUntil(unit, body, countedOn);
    this.#requireWithinLimit(counted - expected, unit);
    const values = [sku, location, counted, expected, countedOn, unit.principal.agent];
    const [count] = await unit.query<CycleCount>(insertCount, values);
    if (!count) throw new Error('an INSERT answered without a row');
    if (count.difference === 0) return { ...count, level: await readLevel(unit, body) };
    const level = await bookDifference(unit, count);
    await tellAvailabilityChanged(unit, body);
    return { ...count, level };
  }

  #requireWithinLimit(difference: number, { principal }: UnitOfWork): void {
    const limit = this.policy.roles.get(principal.role)?.limits.countDifference ?? 0;
    if (Math.abs(difference) <= limit) return;
    const detail = `${Math.abs(difference)} off the books: your role records counts that are at most ${limit} off; have a person record this one.`;
    throw new Problem('condition_failed', { detail, errors: [{ pointer: '/body/counted', detail }] });
  }
}

async function bookDifference(unit: UnitOfWork, count: CycleCount): Promise<Level> {
  const { sku, location, difference, countedOn } = count;
  const change = { sku, location, delta: difference, kind: 'count', reason: 'difference' } as const;
  const moved = await moveOccurred(unit, { ...change, reference: count.id, occurredOn: countedOn });
  if (moved) return moved.level;
  const { reserved, hold } = await readLevel(unit, count);
  throw new Problem('insufficient_stock', {
    detail: `${reserved} are reserved and ${hold} on hold: release what is not there, then record the count.`,
  });
}
