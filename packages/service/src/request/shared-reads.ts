import { type AuditEvent, sharedRecords } from '@stockade/audit';
import { type OperationSpec, problems } from '@stockade/contracts';
import type { Database, Lookup } from '@stockade/database';
import { Batches } from './batches.js';
import { SharedStatement } from './shared-statement.js';

interface Found {
  readonly row: object | undefined;
}

interface Asked {
  readonly event: AuditEvent;
  /** Of the key. */
  readonly values: readonly unknown[];
  readonly resolve: (found: Found) => void;
  readonly reject: (reason: unknown) => void;
}

/** The reads by key of one operation and role: each batch is one statement, which finds the rows and records all. */
export class SharedReads {
  readonly #batches: Batches<Asked>;
  readonly #statement: SharedStatement;

  constructor(
    contract: OperationSpec,
    lookup: Lookup,
    private readonly role: string,
    private readonly database: Database,
  ) {
    const columns = Object.values(lookup.key).map((type, index) => [keyColumn(index), type]);
    this.#statement = new SharedStatement(contract.id, Object.fromEntries(columns), (asked) =>
      sharedRead(asked, lookup, contract.status),
    );
    this.#batches = new Batches<Asked>({
      answer: (batch) => this.#answer(batch),
    });
  }

  /** The row of a key, or none; either is recorded when it returns. `event` is that of a success. */
  find(key: readonly unknown[], event: AuditEvent): Promise<Found> {
    return new Promise((resolve, reject) => this.#batches.add({ event, values: key, resolve, reject }));
  }

  async #answer(batch: readonly Asked[]): Promise<() => void> {
    const found = await this.#statement.run<{ ordinality: number }>(this.database, this.role, batch);
    return () => {
      for (const { ordinality, ...row } of found) batch[ordinality - 1]?.resolve({ row });
      // Without effect on those that a row has answered.
      for (const { resolve } of batch) resolve({ row: undefined });
    };
  }
}

const keyColumn = (index: number): string => `key_${index + 1}`;

function sharedRead(asked: string, { table, columns, key }: Lookup, status: number): string {
  const conditions = Object.keys(key).map((column, index) => `${column} = ${keyColumn(index)}`);
  const { status: notFound } = problems.not_found;
  return `WITH asked AS (
      SELECT * FROM ${asked}
    ), answered AS MATERIALIZED (
      SELECT asked.*, found FROM asked LEFT JOIN LATERAL (
        SELECT ${columns} FROM ${table} WHERE ${conditions.join(' AND ')}
      ) AS found ON true
    ), recorded AS (
      ${sharedRecords.insert('answered', {
        resource: 'resource',
        result: "CASE WHEN found IS NULL THEN 'failed' ELSE 'allowed' END",
        reason: "CASE WHEN found IS NULL THEN 'not_found' END",
        status: `CASE WHEN found IS NULL THEN ${notFound} ELSE ${status} END`,
      })}
    )
    SELECT ordinality, (found).* FROM answered WHERE NOT found IS NULL`;
}
