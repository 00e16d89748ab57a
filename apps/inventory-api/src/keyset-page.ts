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
  /** Parses the values of the key; a cursor that does not hold them is refused. */
  readonly cursor: z.ZodType<readonly unknown[]>;
  readonly keyOf: (row: Row) => readonly unknown[];
}

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
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
    const rows = await unit.query<Row>(this.#statement(used, after.length > 0, leading.length), values);
    return pageOf(rows, limit, this.list.keyOf);
  }

  #statement(used: readonly string[], resumed: boolean, leading: number): Statement {
    const name = [this.list.name, ...used, ...(resumed ? ['resumed'] : [])].join('_');
    const known = this.#statements.get(name);
    if (known) return known;
    const { select, key } = this.list;
    let position = leading;
    const next = () => `$${++position}`;
    const conditions = used.map((column) => `${column} = ${next()}`);
    if (resumed) conditions.push(`(${key.join(', ')}) > (${key.map(next).join(', ')})`);
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const made = statement(name, `${select} ${where} ORDER BY ${key.join(', ')} LIMIT ${next()}`);
    this.#statements.set(name, made);
    return made;
  }
}
