import { setTimeout as pause } from 'node:timers/promises';
import type { BenchDatabase } from './bench-database.js';

const SETTLED_AFTER_MS = 200;

/** Sees to it that every answer left its audit records: a faster answer without one would be no success. */
export class AuditCheck {
  #before = 0;

  /** @param each records that one answer leaves: one at each service that it passes */
  constructor(
    private readonly database: BenchDatabase,
    private readonly each = 1,
  ) {}

  async begin(): Promise<void> {
    this.#before = await this.#settledCount();
  }

  /**
   * When a load ends, each connection may have a request under way that is recorded and answered to nobody.
   * @throws Error where the records are fewer than the answers, or more than those explain
   */
  async end(answers: number, connections: number): Promise<number> {
    const records = (await this.#settledCount()) - this.#before;
    if (records < answers * this.each || records > (answers + connections) * this.each) {
      throw new Error(`${answers} answers left ${records} audit records; exactly ${this.each} each was due`);
    }
    return records;
  }

  async #settledCount(): Promise<number> {
    let last = await this.database.auditRecords();
    for (;;) {
      await pause(SETTLED_AFTER_MS);
      const now = await this.database.auditRecords();
      if (now === last) return now;
      last = now;
    }
  }
}
