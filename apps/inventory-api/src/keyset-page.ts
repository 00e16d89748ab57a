import { type Statement, statement, type UnitOfWork } from '@stockade/database';
import { pageOf, readCursor } from '@stockade/service';
import type { z } from 'zod';

/** A list in the order of a unique key, read a page at a time from where the page before ended. */
interface KeysetList<Row> {
  /** Prefix of the prepared statements' names. */
  readonly name: string;
  /** `SELECT … FROM …`, without WHERE. */
  readonly select: string;
  /** Columns of the unique sort key; all ascending. */
  readonly key: readonly string[];
  /** Columns that may be filtered by, for equality. */
  readonly filters: readonly string[];
  /**
   * One more such column, with all its values. Each gets statements of its own that say it: a plan for any of
   * them would be made for the frequent ones, and pass the whole table by in search of a rare one.
   */
  readonly state?: { readonly column: string; readonly values: readonly string[] };
  /** Parses the values of the key; a cursor that does not hold them is refused. */
  readonly cursor: z.ZodType<readonly unknown[]>;
  readonly keyOf: (row: Row) => readonly unknown[];
}

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What statements differ in. */
interface Shape {
  readonly used: readonly string[];
  readonly state: string | undefined;
  readonly resumed: boolean;
  /** How many parameters `select` uses. */
  readonly leading: number;
}

/** Reads pages of a list. Each set of filters is a statement of its own, so that each gets a plan of its own. */
export class KeysetPages<Row> {
  readonly #statements = new Map<string, Statement>();

  constructor(private readonly list: KeysetList<Row>) {}

  /** @param filters values by column; undefined does not filter. @param leading parameters that `select` uses. */
  async read(
    unit: UnitOfWork,
    { limit, cursor }: PageQuery,
    filters: Readonly<Record<string, string | undefined>>,
    leading: readonly unknown[] = [],
  ): Promise<{ items: Row[]; nextCursor: string | null }> {
    const used = this.list.filters.filter((column) => filters[column] !== undefined);
    const after = cursor === undefined ? [] : readCursor(cursor, this.list.cursor);
    const values = [...leading, ...used.map((column) => filters[column]), ...after, limit + 1];
    const shape = { used, state: this.#stateOf(filters), resumed: after.length > 0, leading: leading.length };
    const rows = await unit.query<Row>(this.#statement(shape), values);
    return pageOf(rows, limit, this.list.keyOf);
  }

  /** The value becomes part of a statement's text, and so has to be one of those that are known. */
  #stateOf(filters: Readonly<Record<string, string | undefined>>): string | undefined {
    const { state } = this.list;
    const given = state && filters[state.column];
    if (given === undefined || state?.values.includes(given)) return given;
    throw new Error(`${given} is no ${state?.column} of ${this.list.name}`);
  }

  #statement({ used, state, resumed, leading }: Shape): Statement {
    const name = [this.list.name, ...used, ...(state ? [state] : []), ...(resumed ? ['resumed'] : [])].join(
      '_',
    );
    const known = this.#statements.get(name);
    if (known) return known;
    const { select, key } = this.list;
    let position = leading;
    const next = () => `$${++position}`;
    const conditions = used.map((column) => `${column} = ${next()}`);
    if (state) conditions.push(`${this.list.state?.column} = '${state}'`);
    if (resumed) conditions.push(`(${key.join(', ')}) > (${key.map(next).join(', ')})`);
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const made = statement(name, `${select} ${where} ORDER BY ${key.join(', ')} LIMIT ${next()}`);
    this.#statements.set(name, made);
    return made;
  }
}
