import { inventory, jobs, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { enqueueEach, jobFact } from '@stockade/queues';
import { ChangeTogether, Operation } from '@stockade/service';
import { latestBusinessDay } from '../business-days/business-day.js';
import { insufficientStock } from '../levels/insufficient-stock.js';
import { moveStock } from '../levels/move-stock.js';
import { tellLevelChanged } from '../levels/tell-level-changed.js';

type Contract = typeof inventory.recordAdjustment;

/** The level, its movement and the job of each adjustment, where the business day is the one it was told of. */
const adjustAll = `
  level AS (
    UPDATE inventory.levels AS l SET on_hand = l.on_hand + asked.delta, version = l.version + 1 FROM asked
    WHERE l.sku = asked.sku AND l.location = asked.location AND l.available + asked.delta >= 0
      AND asked.business_date IS NOT DISTINCT FROM (SELECT max(date) FROM inventory.business_days)
    RETURNING asked.*, uuidv7() AS id, l.on_hand, l.reserved, l.hold, l.available, l.version
  ), movement AS (
    INSERT INTO inventory.movements (id, sku, location, delta, kind, reason, agent)
    SELECT id, sku, location, delta, 'adjustment', reason, agent FROM level
  ), told AS (
    ${enqueueEach(jobs.levelChanged, 'level')}
  ), done AS (
    SELECT level.*, json_build_object('id', id, 'sku', sku, 'location', location, 'delta', delta, 'reason', reason,
      'level', json_build_object('sku', sku, 'location', location, 'onHand', on_hand, 'reserved', reserved,
        'hold', hold, 'available', available, 'version', version)) AS output
    FROM level WHERE (SELECT count(*) FROM told) IS NOT NULL
  )`;

@Operation(inventory.recordAdjustment)
export class RecordAdjustment extends ChangeTogether<Contract> {
  readonly together = {
    columns: {
      sku: 'text',
      location: 'text',
      delta: 'bigint',
      reason: 'text',
      business_date: 'date',
      job_key: 'text',
      job_data: 'jsonb',
    },
    steps: adjustAll,
  };
  /** As the last adjustment that was made alone has seen it. */
  #businessDate: string | null | undefined;

  valuesOf({ body: { sku, location, delta, reason } }: OperationInput<Contract>, traceparent: string) {
    const businessDate = this.#businessDate;
    if (businessDate === undefined) return undefined;
    const adjustment = [sku, location, delta, reason, businessDate];
    if (businessDate === null) return [...adjustment, null, null];
    const { key, data } = jobFact(jobs.levelChanged, { sku, location, businessDate }, traceparent);
    return [...adjustment, key, data];
  }

  lockOf({ body: { sku, location } }: OperationInput<Contract>): string {
    return `${sku} ${location}`;
  }

  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const [moved, businessDate] = await Promise.all([
      moveStock(unit, { ...body, kind: 'adjustment', reference: null, occurredOn: null }),
      latestBusinessDay(unit),
    ]);
    this.#businessDate = businessDate;
    if (!moved) throw await insufficientStock(unit, body, -body.delta);
    if (businessDate !== null) await tellLevelChanged(unit, body, businessDate);
    return { id: moved.movementId, ...body, level: moved.level };
  }
}
