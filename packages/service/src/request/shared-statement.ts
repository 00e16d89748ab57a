import { type AuditEvent, sharedRecords } from '@stockade/audit';
import { type Database, type Statement, statement } from '@stockade/database';

/** One request of a batch. */
export interface AskedRow {
  readonly event: AuditEvent;
  /** Of the columns that the statement has beside those of the event. */
  readonly values: readonly unknown[];
}

/** A statement that does the work of a batch of requests of one operation and role. */
export class SharedStatement {
  readonly #columns: readonly (readonly [name: string, type: string])[];
  readonly #ofMany: Statement;
  readonly #ofOne: Statement;

  /**
   * @param columns what each request brings beside its event, with the types.
   * @param text makes the statement of the FROM item that holds a row for each request: `asked`, with the columns of
   * its event, these columns, and its `ordinality` in the batch.
   */
  constructor(operation: string, columns: Readonly<Record<string, string>>, text: (asked: string) => string) {
    this.#columns = Object.entries({ ...sharedRecords.columns, ...columns });
    this.#ofMany = statement(`shared ${operation}`, text(this.#rows()));
    this.#ofOne = statement(`lone ${operation}`, text(this.#row()));
  }

  /** @throws as `Database.inOneStatement`. */
  run<R>(database: Database, role: string, batch: readonly AskedRow[]): Promise<R[]> {
    const [first] = batch;
    if (first === undefined) throw new RangeError('nobody asks');
    const common = sharedRecords.common(first.event);
    const rows = batch.map(({ event, values }) => [...sharedRecords.valuesOf(event), ...values]);
    if (batch.length === 1) return database.inOneStatement(role, this.#ofOne, [...common, ...rows.flat()]);
    const arrays = this.#columns.map((_, column) => rows.map((row) => row[column]));
    return database.inOneStatement(role, this.#ofMany, [...common, ...arrays]);
  }

  #rows(): string {
    // Behind a SELECT the planner does not see how long the arrays are, and keeps one plan for all.
    const arrays = this.#columns.map(([, type], index) => `(SELECT ${parameter(index)}::${type}[])`);
    const names = this.#columns.map(([name]) => name);
    return `unnest(${arrays.join(', ')}) WITH ORDINALITY AS asked(${names.join(', ')}, ordinality)`;
  }

  /** Plain parameters: most batches of few callers hold one request, and the arrays would cost as much as its work. */
  #row(): string {
    const values = this.#columns.map(([name, type], index) => `${parameter(index)}::${type} AS ${name}`);
    return `(SELECT ${values.join(', ')}, 1 AS ordinality) AS asked`;
  }
}

const parameter = (column: number): string => `$${sharedRecords.parameters + column + 1}`;
