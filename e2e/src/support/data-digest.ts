import { asAdmin } from './admin-database.js';

/** Of each data table: how many rows it has, and a checksum over them in any order. */
export type DataDigest = Readonly<Record<string, string>>;

interface Table {
  readonly name: string;
}

const dataTables = `
  SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
  WHERE schemaname IN ('inventory', 'orders', 'shipments', 'governance', 'queues') ORDER BY 1`;

let statement: Promise<string> | undefined;

/** Everything that a request could have changed, bar the audit and the request counts. */
export async function digestData(): Promise<DataDigest> {
  statement ??= digestStatement();
  const [row] = await asAdmin<Record<string, string>>(await statement);
  return row ?? {};
}

async function digestStatement(): Promise<string> {
  const tables = await asAdmin<Table>(dataTables);
  const columns = tables.map(
    ({ name }) => `(SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)
      FROM ${name} t) AS "${name}"`,
  );
  return `SELECT ${columns.join(', ')}`;
}
