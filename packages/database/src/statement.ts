/** SQL that a connection prepares once, by its name; values are always parameters. */
export interface Statement {
  /** Unique over the process: one name stands for one text on every connection. */
  readonly name: string;
  readonly text: string;
}

/** Names a statement. @param name at most 63 bytes, Postgres cuts longer identifiers silently. */
export function statement(name: string, text: string): Statement {
  if (Buffer.byteLength(name) > 63) throw new Error(`statement name ${name} is longer than 63 bytes`);
  return Object.freeze({ name, text });
}
