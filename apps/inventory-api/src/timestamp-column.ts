/** SQL of a timestamptz as the API shows it: RFC 3339, UTC, milliseconds. */
export const rfc3339 = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
