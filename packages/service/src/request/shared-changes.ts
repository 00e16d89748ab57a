import { type AuditEvent, sharedRecords } from '@stockade/audit';
import type { OperationSpec } from '@stockade/contracts';
import type { Database } from '@stockade/database';
import type { Answer } from './answer.js';
import { Batches } from './batches.js';
import type { TogetherText } from './change-together.js';
import { type IdempotencyKey, tryKeyLock } from './idempotency.js';
import { SharedStatement } from './shared-statement.js';

/** One request for a change. */
export interface AskedChange {
  readonly key: IdempotencyKey;
  /** Of a success, without the id of what is created. */
  readonly event: AuditEvent;
  readonly values: readonly unknown[];
  readonly lock: string;
}

interface Waiting extends AskedChange {
  readonly resolve: (answer: Answer | undefined) => void;
  readonly reject: (reason: unknown) => void;
}

/** The changes of one operation and role: each batch is one statement, which changes, keeps the answers and records. */
export class SharedChanges {
  readonly #batches: Batches<Waiting>;
  readonly #statement: SharedStatement;

  /** @param schema of the service, where the answers are kept. */
  constructor(
    private readonly contract: OperationSpec,
    text: TogetherText,
    private readonly role: string,
    private readonly database: Database,
    schema: string,
  ) {
    const columns = { idempotency_key: 'text', body_hash: 'bytea', ...text.columns };
    this.#statement = new SharedStatement(contract.id, columns, (asked) =>
      sharedChange(asked, text.steps, schema),
    );
    this.#batches = new Batches<Waiting>({
      answer: (batch) => this.#answer(batch),
      distinct: ({ event, key, lock }) => [`lock ${lock}`, `key ${event.agent} ${key.key}`],
    });
  }

  /**
   * The answer to a change, which is committed with its record; undefined where nothing was done and the change
   * has to be made alone. @throws Problem `unavailable` where nobody knows
   */
  change(asked: AskedChange): Promise<Answer | undefined> {
    return new Promise((resolve, reject) => this.#batches.add({ ...asked, resolve, reject }));
  }

  async #answer(unordered: readonly Waiting[]): Promise<() => void> {
    // Every process locks rows in the same order, so that two of them never wait for each other.
    const batch = unordered.toSorted((a, b) => (a.lock < b.lock ? -1 : 1));
    const rows = batch.map(({ event, key, values }) => ({ event, values: [key.key, key.hash, ...values] }));
    const done = await this.#statement.run<Done>(this.database, this.role, rows);
    return () => {
      for (const one of done) batch[one.ordinality - 1]?.resolve(this.#created(one));
      // Without effect on those that a row has answered.
      for (const { resolve } of batch) resolve(undefined);
    };
  }

  #created({ id, output }: Done): Answer {
    const { status } = this.contract;
    return { status, body: output, etag: null, reason: null, createdId: id, replayed: false };
  }
}

interface Done {
  readonly ordinality: number;
  readonly id: string;
  readonly output: string;
}

/**
 * A request whose key is known, or held by another that runs, is not asked: those are answered alone. Where one
 * with the same key commits meanwhile, the primary key of the answers fails the statement, and nothing is done.
 */
function sharedChange(asked: string, steps: string, schema: string): string {
  return `WITH asked AS MATERIALIZED (
      SELECT * FROM ${asked}
      WHERE ${tryKeyLock(schema, 'agent', 'idempotency_key')}
        AND NOT EXISTS (SELECT FROM ${schema}.idempotency_keys AS kept
          WHERE kept.agent = asked.agent AND kept.key = asked.idempotency_key)
    ), ${steps}, kept AS (
      INSERT INTO ${schema}.idempotency_keys (agent, key, operation, body_hash, status, answer)
      SELECT agent, idempotency_key, ${sharedRecords.action}, body_hash, 201, output FROM done
    ), recorded AS (
      ${sharedRecords.insert('done', { resource: "resource || '/' || id", result: "'allowed'", reason: 'NULL', status: '201' })}
    )
    SELECT ordinality, id, output::text AS output FROM done`;
}
