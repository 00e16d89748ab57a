import { setImmediate } from 'node:timers/promises';

interface BatchesOptions<Asked> {
  /** Answers a batch; never rejects. */
  readonly answer: (batch: readonly Asked[]) => Promise<void>;
  /** Batches that may be on their way at a time. */
  readonly inFlight: number;
  /** What no two of one batch may have in common; those that come second wait for the next. */
  readonly distinct?: (asked: Asked) => readonly string[];
}

const LARGEST_BATCH = 100;

/**
 * Those who ask at the same moment are answered together. While batches are on their way the next gathers, so
 * that they are as large as the load asks for, and no timer delays any.
 */
export class Batches<Asked> {
  #waiting: Asked[] = [];
  #free: number;

  constructor(private readonly options: BatchesOptions<Asked>) {
    this.#free = options.inFlight;
  }

  add(asked: Asked): void {
    this.#waiting.push(asked);
    if (this.#free > 0) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#free -= 1;
    while (this.#waiting.length > 0) {
      // All requests that are read in this turn of the event loop share the batch.
      await setImmediate();
      await this.options.answer(this.#next());
    }
    this.#free += 1;
  }

  #next(): Asked[] {
    const { distinct } = this.options;
    if (!distinct) return this.#waiting.splice(0, LARGEST_BATCH);
    const taken = new Set<string>();
    const batch: Asked[] = [];
    this.#waiting = this.#waiting.filter((asked) => {
      const marks = distinct(asked);
      if (batch.length === LARGEST_BATCH || marks.some((mark) => taken.has(mark))) return true;
      for (const mark of marks) taken.add(mark);
      batch.push(asked);
      return false;
    });
    return batch;
  }
}
