import { type Statement, statement, type UnitOfWork } from '@stockade/database';
import type { z } from 'zod';
import { pageOf, readCursor } from './paging.js';

/** A list in the order of a unique key, read a page at a time from where the page before ended. */
interface KeysetList<Row> {
  /** Prefix of the prepared statements' names. */
  readonly name: string;
  /** `SELECT … FROM …`, without WHERE. */
  readonly select: string;
  /** Columns of the unique sort key. */
  readonly key: readonly string[];
  /** Of the whole key; ascending by default. */
  readonly order?: 'DESC';
  /** Columns that may be filtered by, for equality. */
  readonly filters: readonly string[];
  /** Filters that are no column: the SQL of each, for the parameter that its value is. */
  readonly conditions?: Readonly<Record<string, (parameter: string) => string>>;
  /**
   * More columns, each with all its values. Each value gets statements of its own that say it: a plan for any of
   * them would be made for the frequent ones, and pass the whole table by in search of a rare one.
   */
  readonly enums?: Readonly<Record<string, readonly string[]>>;
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
  /** Value by column. */
  readonly said: ReadonlyMap<string, string>;
  readonly resumed: boolean;
  /** How many parameters `select` uses. */
  readonly leading: number;
}

/** Reads pages of a list. Each set of filters is a statement of its own, so that each gets a plan of its own. */
export class KeysetPages<Row> {
  readonly #statements = new Map<string, Statement>();

  constructor(private readonly list: KeysetList<Row>) {}

  /** @param filters values by column or condition; undefined does not filter. @param leading parameters that `select` uses. */
  async read(
    unit: UnitOfWork,
    { limit, cursor }: PageQuery,
    filters: Readonly<Record<string, string | undefined>>,
    leading: readonly unknown[] = [],
  ): Promise<{ items: Row[]; nextCursor: string | null }> {
    const known = [...this.list.filters, ...Object.keys(this.list.conditions ?? {})];
    const used = known.filter((name) => filters[name] !== undefined);
    const after = cursor === undefined ? [] : readCursor(cursor, this.list.cursor);
    const values = [...leading, ...used.map((name) => filters[name]), ...after, limit + 1];
    const shape = { used, said: this.#saidOf(filters), resumed: after.length > 0, leading: leading.length };
    const rows = await unit.query<Row>(this.#statement(shape), values);
    return pageOf(rows, limit, this.list.keyOf);
  }

  /** The values become part of a statement's text, and so have to be of those that are known. */
  #saidOf(filters: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
    const said = new Map<string, string>();
    for (const [column, values] of Object.entries(this.list.enums ?? {})) {
      const value = filters[column];
      if (value === undefined) continue;
      if (!values.includes(value)) throw new Error(`${value} is no ${column} of ${this.list.name}`);
      said.set(column, value);
    }
    return said;
  }

  #statement({ used, said, resumed, leading }: Shape): Statement {
    const name = [this.list.name, ...used, ...said.values(), ...(resumed ? ['resumed'] : [])].join('_');
    const known = this.#statements.get(name);
    if (known) return known;
    const { select, key, order = 'ASC', conditions: special } = this.list;
    let position = leading;
    const next = () => `$${++position}`;
    const conditions = used.map((filter) => special?.[filter]?.(next()) ?? `${filter} = ${next()}`);
    for (const [column, value] of said) conditions.push(`${column} = '${value}'`);
    if (resumed) {
      const after = order === 'ASC' ? '>' : '<';
      conditions.push(`(${key.join(', ')}) ${after} (${key.map(next).join(', ')})`);
    }
    const sorted = key.map((column) => `${column} ${order}`).join(', ');
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const made = statement(name, `${select} ${where} ORDER BY ${sorted} LIMIT ${next()}`);
    this.#statements.set(name, made);
    return made;
  }
}
