import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import { asProblem, errorCode } from './failure.js';
import { type Lookup, valuesOf } from './lookup.js';

type Row = Readonly<Record<string, unknown>> & { readonly ordinality: number };

interface Asked {
  readonly key: readonly unknown[];
  readonly resolve: (row: Row | undefined) => void;
  readonly reject: (reason: unknown) => void;
}

const LARGEST_BATCH = 500;

/**
 * The callers of one login that ask the same look-up at the same moment share one statement. While one batch is
 * on its way the next gathers, so that the batches are as large as the load asks for, and no timer delays any.
 */
export class LookupBatches {
  readonly #gathering = new Map<Lookup, Asked[]>();

  constructor(private readonly pool: pg.Pool) {}

  /** The row of a key, or undefined. @throws Problem `unavailable`, as other reads. */
  find(lookup: Lookup, key: readonly unknown[]): Promise<Row | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<Row | undefined>();
    const asked = { key, resolve, reject };
    const gathering = this.#gathering.get(lookup);
    if (gathering) {
      gathering.push(asked);
    } else {
      this.#gathering.set(lookup, [asked]);
      void this.#drain(lookup);
    }
    return promise;
  }

  async #drain(lookup: Lookup): Promise<void> {
    const gathering = this.#gathering.get(lookup) ?? [];
    // All requests that were read in this turn of the event loop share the first batch.
    await setImmediate();
    while (gathering.length > 0) await this.#answer(lookup, gathering.splice(0, LARGEST_BATCH));
    this.#gathering.delete(lookup);
  }

  /** Never rejects. Where a key is none that Postgres can take, each is asked alone, and it fails alone. */
  async #answer(lookup: Lookup, batch: readonly Asked[]): Promise<void> {
    const values = valuesOf(
      lookup,
      batch.map(({ key }) => key),
    );
    try {
      const { rows } = await this.pool.query<Row>({ ...lookup.statement, values });
      for (const row of rows) batch[row.ordinality - 1]?.resolve(row);
      // Without effect on those that a row has answered.
      for (const { resolve } of batch) resolve(undefined);
    } catch (error) {
      if (batch.length > 1 && isDataException(error)) {
        for (const one of batch) await this.#answer(lookup, [one]);
      } else {
        for (const { reject } of batch) reject(asProblem(error));
      }
    }
  }
}

/** SQLSTATE class 22: about one value, not about the batch. */
const isDataException = (error: unknown) =>
  error instanceof RangeError || errorCode(error)?.startsWith('22') === true;
