import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { PostgresCluster } from './postgres-cluster.js';
import { type Log, ProvisionError } from './provision-error.js';
import type { ServiceDemand } from './service-demand.js';

const database = 'stockade';
const host = '127.0.0.1';
const superuser = 'postgres';

export interface ProvidedPostgres {
  /** Connects a superuser to the database; holds the password. */
  readonly adminUrl: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** Absent where DATABASE_URL named a server, which is left alone. */
  readonly pid: number | undefined;
  /** Fast shutdown: sessions end, data is written. */
  stop(): Promise<void>;
}

/**
 * The server that DATABASE_URL names, else a private one, started or adopted.
 * @throws ProvisionError with a sentence on what to do
 */
export async function providePostgres(demand: ServiceDemand): Promise<ProvidedPostgres> {
  const { env, log } = demand;
  return env.DATABASE_URL ? useGiven(env.DATABASE_URL, log) : startPrivate(demand);
}

async function useGiven(url: string, log: Log): Promise<ProvidedPostgres> {
  const { hostname, port, pathname } = parseUrl(url);
  const privileges = 'SELECT rolsuper OR rolcreaterole AS enough FROM pg_roles WHERE rolname = current_user';
  const [role] = await ask<{ enough: boolean }>(url, privileges).catch((cause: unknown) => {
    throw new ProvisionError(`DATABASE_URL does not work: ${reasonOf(cause)}`);
  });
  if (role?.enough !== true) {
    throw new ProvisionError(
      'DATABASE_URL must name a login that may create roles: migrations make one for each role.',
    );
  }
  log(`the one of DATABASE_URL, at ${hostname}`);
  return {
    adminUrl: url,
    host: hostname,
    port: Number(port || 5432),
    database: decodeURIComponent(pathname.slice(1)),
    pid: undefined,
    stop: async () => {},
  };
}

async function startPrivate({
  stateDir,
  port,
  adminPasswordFile,
  log,
}: ServiceDemand): Promise<ProvidedPostgres> {
  const password = (await readFile(adminPasswordFile, 'utf8')).trim();
  const cluster = await PostgresCluster.in(stateDir, log);
  await cluster.initialise(superuser, password);
  const pid = await cluster.start(port);
  const url = (name: string) =>
    `postgresql://${superuser}:${encodeURIComponent(password)}@${host}:${port}/${name}`;
  await createDatabase(url('postgres')).catch((cause: unknown) => {
    throw new ProvisionError(
      `Postgres runs on port ${port} but refuses its own password (${reasonOf(cause)}). ` +
        `Its data and ${adminPasswordFile} do not belong together: "stack reset" makes both anew.`,
    );
  });
  return { adminUrl: url(database), host, port, database, pid, stop: () => cluster.stop() };
}

async function createDatabase(adminUrl: string): Promise<void> {
  const found = await ask(adminUrl, `SELECT 1 FROM pg_database WHERE datname = '${database}'`);
  if (found.length === 0) await ask(adminUrl, `CREATE DATABASE ${database}`);
}

async function ask<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query(sql);
    return rows;
  } finally {
    await client.end();
  }
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol) || url.pathname.length < 2) {
    throw new ProvisionError('DATABASE_URL must look like postgresql://user:password@host:5432/database.');
  }
  return url;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
