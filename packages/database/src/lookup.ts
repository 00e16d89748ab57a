import { type Statement, statement } from './statement.js';

/** A read of one row by its key, of which many can be asked in one statement. */
export interface Lookup {
  /** Takes one array for each part of the key; its rows bear the `ordinality`, from 1, of what they answer. */
  readonly statement: Statement;
  /** How many parts the key has. */
  readonly parts: number;
}

interface LookupText {
  readonly table: string;
  readonly columns: string;
  /** Columns of a unique key, in the order in which its values are given, with their types. */
  readonly key: Readonly<Record<string, string>>;
}

/** Names a look-up. @param name as that of a statement. */
export function lookup(name: string, { table, columns, key }: LookupText): Lookup {
  const names = Object.keys(key).join(', ');
  // Behind a SELECT the planner does not see how long the arrays are, and so keeps one plan for all lengths.
  const arrays = Object.values(key).map((type, index) => `(SELECT $${index + 1}::${type}[])`);
  const text = `SELECT ordinality, ${columns}
    FROM unnest(${arrays.join(', ')}) WITH ORDINALITY AS asked(${names}, ordinality)
    JOIN ${table} USING (${names})`;
  return Object.freeze({ statement: statement(name, text), parts: arrays.length });
}

/** The values of the statement that asks for all `keys`. */
export const valuesOf = ({ parts }: Lookup, keys: readonly (readonly unknown[])[]): unknown[][] =>
  Array.from({ length: parts }, (_, part) => keys.map((key) => key[part]));
