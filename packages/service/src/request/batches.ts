import { setImmediate as nextTurn } from 'node:timers/promises';
import { Problem } from '@stockade/contracts';

interface BatchesOptions<Asked> {
  /** Has a batch answered, and returns what tells those who asked. Never rejects, nor throws what it returned. */
  readonly answer: (batch: readonly Asked[]) => Promise<() => void>;
  /** Turns away who has waited for too long; nothing was done for them. */
  readonly refuse: (asked: Asked) => void;
  /** What no two of one batch may have in common; those that come second wait for the next. */
  readonly distinct?: (asked: Asked) => readonly string[];
}

const LARGEST_BATCH = 100;
/** As long as for a connection. Where each batch before them hangs, nobody waits for all of those. */
const LONGEST_WAIT_MS = 3_000;

interface Waiting<Asked> {
  readonly asked: Asked;
  readonly since: number;
}

/**
 * Those who ask at the same moment are answered together. While one batch is on its way the next gathers, so that
 * they are as large as the load asks for, and no timer delays any. (Two on their way would be smaller, and cost
 * more than they gain.)
 */
export class Batches<Asked> {
  #waiting: Waiting<Asked>[] = [];
  #isDraining = false;

  constructor(private readonly options: BatchesOptions<Asked>) {}

  add(asked: Asked): void {
    this.#waiting.push({ asked, since: performance.now() });
    if (!this.#isDraining) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    // All requests that are read in this turn of the event loop share the first batch.
    await nextTurn();
    let tell: (() => void) | undefined;
    for (let batch = this.#next(); batch.length > 0; batch = this.#next()) {
      const answering = this.options.answer(batch);
      // It leaves at the end of this step: Postgres works on it while the answers of the last one are written.
      if (tell) setImmediate(tell);
      tell = await answering;
    }
    this.#isDraining = false;
    tell?.();
  }

  #refuseLate(): void {
    const oldest = performance.now() - LONGEST_WAIT_MS;
    // The first has waited longest.
    const inTime = this.#waiting.findIndex(({ since }) => since >= oldest);
    const late = this.#waiting.splice(0, inTime === -1 ? this.#waiting.length : inTime);
    for (const { asked } of late) this.options.refuse(asked);
  }

  #next(): Asked[] {
    this.#refuseLate();
    const { distinct } = this.options;
    if (!distinct) return this.#waiting.splice(0, LARGEST_BATCH).map(({ asked }) => asked);
    const taken = new Set<string>();
    const batch: Asked[] = [];
    this.#waiting = this.#waiting.filter(({ asked }) => {
      const marks = distinct(asked);
      if (batch.length === LARGEST_BATCH || marks.some((mark) => taken.has(mark))) return true;
      for (const mark of marks) taken.add(mark);
      batch.push(asked);
      return false;
    });
    return batch;
  }
}

/** Turns a caller away who may come again. */
export const refuseForNow = ({ reject }: { reject(reason: unknown): void }): void =>
  reject(new Problem('unavailable', { retryAfter: 1 }));
