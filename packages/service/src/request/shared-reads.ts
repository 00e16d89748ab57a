import { type AuditEvent, sharedRecords } from '@stockade/audit';
import { type OperationSpec, problems } from '@stockade/contracts';
import { type Database, type Lookup, type Statement, statement } from '@stockade/database';
import { Batches } from './batches.js';

interface Found {
  readonly row: object | undefined;
}

interface Asked {
  readonly key: readonly unknown[];
  readonly event: AuditEvent;
  readonly resolve: (found: Found) => void;
  readonly reject: (reason: unknown) => void;
}

/** The reads by key of one operation and role: each batch is one statement, which finds the rows and records all. */
export class SharedReads {
  readonly #batches: Batches<Asked>;
  readonly #statement: Statement;
  readonly #parts: number;

  constructor(
    contract: OperationSpec,
    lookup: Lookup,
    private readonly role: string,
    private readonly database: Database,
  ) {
    this.#parts = Object.keys(lookup.key).length;
    this.#statement = statement(`shared ${contract.id}`, sharedRead(lookup, contract.status));
    this.#batches = new Batches<Asked>({
      answer: (batch) => this.#answer(batch),
    });
  }

  /** The row of a key, or none; either is recorded when it returns. `event` is that of a success. */
  find(key: readonly unknown[], event: AuditEvent): Promise<Found> {
    return new Promise((resolve, reject) => this.#batches.add({ key, event, resolve, reject }));
  }

  async #answer(batch: readonly Asked[]): Promise<() => void> {
    const values = [
      ...sharedRecords.values(batch.map(({ event }) => event)),
      ...Array.from({ length: this.#parts }, (_, part) => batch.map(({ key }) => key[part])),
    ];
    const found = await this.database.inOneStatement<{ ordinality: number }>(
      this.role,
      this.#statement,
      values,
    );
    return () => {
      for (const { ordinality, ...row } of found) batch[ordinality - 1]?.resolve({ row });
      // Without effect on those that a row has answered.
      for (const { resolve } of batch) resolve({ row: undefined });
    };
  }
}

function sharedRead({ table, columns, key }: Lookup, status: number): string {
  const { parameters, arrays } = sharedRecords;
  const parts = Object.entries(key);
  const keys = parts.map(([, type], index) => `(SELECT $${parameters + index + 1}::${type}[])`);
  const names = parts.map((_, index) => `key_${index + 1}`);
  const { status: notFound } = problems.not_found;
  return `WITH asked AS (
      SELECT * FROM unnest(${[...arrays, ...keys].join(', ')})
        WITH ORDINALITY AS asked(${[...sharedRecords.columns, ...names].join(', ')}, ordinality)
    ), answered AS MATERIALIZED (
      SELECT asked.*, found FROM asked LEFT JOIN LATERAL (
        SELECT ${columns} FROM ${table} WHERE ${parts.map(([column], index) => `${column} = ${names[index]}`).join(' AND ')}
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
