import { type Statement, statement } from './statement.js';

interface LookupText {
  readonly table: string;
  /** What is selected of the row. */
  readonly columns: string;
  /** Columns of a unique key, in the order in which its values are given, with their types. */
  readonly key: Readonly<Record<string, string>>;
}

/** A read of one row by its key: a statement of its own, and a part of one that reads for many. */
export interface Lookup extends LookupText {
  readonly statement: Statement;
}

/** Names a look-up. @param name as that of a statement. */
export function lookup(name: string, text: LookupText): Lookup {
  const { table, columns, key } = text;
  const conditions = Object.entries(key).map(([column, type], index) => `${column} = $${index + 1}::${type}`);
  const one = `SELECT ${columns} FROM ${table} WHERE ${conditions.join(' AND ')}`;
  return Object.freeze({ ...text, statement: statement(name, one) });
}
