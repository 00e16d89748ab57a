import { Problem } from '@stockade/contracts';

/** Who waits for an answer. */
interface Asking {
  readonly reject: (reason: unknown) => void;
}

interface BatchesOptions<Asked> {
  /** Has a batch answered, and returns what tells those who asked; where it rejects, each of them is rejected so. */
  readonly answer: (batch: readonly Asked[]) => Promise<() => void>;
  /** What no two of one batch may have in common; those that come second wait for the next. */
  readonly distinct?: (asked: Asked) => readonly string[];
}

const LARGEST_BATCH = 100;
/** As long as for a connection. Where each batch before them hangs, nobody waits for all of those. */
const LONGEST_WAIT_MS = 3_000;
/** So many are worth a statement beside the one that is on its way; of fewer a second costs more than it gains. */
const WORTH_ANOTHER = 16;
const MOST_ON_THEIR_WAY = 2;

interface Waiting<Asked> {
  readonly asked: Asked;
  readonly since: number;
}

/**
 * Those who ask at the same moment are answered together. While a batch is on its way the next gathers, so that
 * they are as large as the load asks for, and no timer delays any.
 */
export class Batches<Asked extends Asking> {
  #waiting: Waiting<Asked>[] = [];
  #onTheirWay = 0;
  #isGathering = false;

  constructor(private readonly options: BatchesOptions<Asked>) {}

  add(asked: Asked): void {
    this.#waiting.push({ asked, since: performance.now() });
    if (this.#isGathering || !this.#mayLeave()) return;
    this.#isGathering = true;
    // All requests that are read in this turn of the event loop share the batch.
    setImmediate(() => {
      this.#isGathering = false;
      if (this.#mayLeave()) void this.#leave();
    });
  }

  #mayLeave(): boolean {
    if (this.#onTheirWay === 0) return this.#waiting.length > 0;
    return this.#onTheirWay < MOST_ON_THEIR_WAY && this.#waiting.length >= WORTH_ANOTHER;
  }

  async #leave(): Promise<void> {
    this.#refuseLate();
    const batch = this.#next();
    if (batch.length === 0) return;
    this.#onTheirWay += 1;
    const tell = await this.options.answer(batch).catch((error: unknown) => () => {
      for (const { reject } of batch) reject(error);
    });
    this.#onTheirWay -= 1;
    if (!this.#mayLeave()) return tell();
    void this.#leave();
    // It leaves at the end of this step: Postgres works on it while the answers of the last one are written.
    setImmediate(tell);
  }

  /** Turns away who has waited for too long and may come again; nothing was done for them. */
  #refuseLate(): void {
    const oldest = performance.now() - LONGEST_WAIT_MS;
    // The first has waited longest.
    const inTime = this.#waiting.findIndex(({ since }) => since >= oldest);
    const late = this.#waiting.splice(0, inTime === -1 ? this.#waiting.length : inTime);
    for (const { asked } of late) asked.reject(new Problem('unavailable', { retryAfter: 1 }));
  }

  #next(): Asked[] {
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
