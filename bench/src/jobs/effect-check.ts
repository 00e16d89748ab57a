import type { BenchDatabase } from '../rig/bench-database.js';

interface Effects {
  readonly receipts: number;
  readonly received: number;
  readonly records: number;
}

const count = `
  SELECT (SELECT count(*) FROM inventory.receipts)::int AS receipts,
    (SELECT coalesce(sum(delta), 0) FROM inventory.movements WHERE kind = 'receipt')::int AS received,
    (SELECT count(*) FROM audit.events
     WHERE action = 'inventory.record_receipt' AND result = 'allowed')::int AS records`;

/** Sees to it that every job was booked exactly once, with one record: a job lost or doubled is no throughput. */
export class EffectCheck {
  #before: Effects | undefined;

  constructor(private readonly database: BenchDatabase) {}

  async begin(): Promise<void> {
    this.#before = await this.#count();
  }

  /** @throws Error where receipts, goods received (one for each job) and records are not as many as the jobs */
  async end(jobs: number): Promise<void> {
    const now = await this.#count();
    for (const kind of ['receipts', 'received', 'records'] as const) {
      const effects = now[kind] - (this.#before?.[kind] ?? 0);
      if (effects !== jobs) throw new Error(`${jobs} jobs made ${effects} ${kind}; exactly one each was due`);
    }
  }

  async #count(): Promise<Effects> {
    const [counted] = await this.database.query<Effects>(count);
    if (counted === undefined) throw new Error('the effects were not counted');
    return counted;
  }
}
