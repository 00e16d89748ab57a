import './provided-context.js';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AccessPolicy } from '@stockade/access';
import type { DatabaseOptions } from '@stockade/database';
import pg from 'pg';
import { inject } from 'vitest';
import { adminUrlOf, passwordFileIn, TEMPLATE, type TestCluster } from './test-cluster.js';
import { testPolicy } from './test-policy.js';

export interface TestDatabase {
  /** For `createDatabase({ ...database, roles, entities })`. */
  readonly database: Omit<DatabaseOptions, 'roles' | 'entities'>;
  readonly policy: AccessPolicy;
  readonly secretsDir: string;
  /** Connection string of the superuser. */
  readonly adminUrl: string;
  /** Opens a connection that is logged in as `login`; the caller ends it. */
  connectAs(login: string): Promise<pg.Client>;
  /** Runs SQL as the superuser, past every grant: to prepare and to look. */
  ownerQuery<R extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<R[]>;
  close(): Promise<void>;
}

/** A fresh copy of the migrated template, for one test file of the integration project. */
export async function testDatabase(): Promise<TestDatabase> {
  const address = inject('cluster');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const policy = testPolicy();
  const adminUrl = adminUrlOf(address, name);
  await administer(address, (admin) => copyTemplate(admin, name));
  const admin = new pg.Pool({ connectionString: adminUrl, max: 2 });
  // The pool ends before its last socket does, which DROP DATABASE may then cut.
  admin.on('connect', (client) => client.on('error', () => undefined));
  admin.on('error', () => undefined);
  return {
    database: {
      host: address.host,
      port: address.port,
      database: name,
      policy,
      passwordFile: passwordFileIn(address.secretsDir),
      poolSize: 5,
    },
    policy,
    secretsDir: address.secretsDir,
    adminUrl,
    connectAs: async (user) => {
      const password = await readFile(passwordFileIn(address.secretsDir)(user), 'utf8');
      const client = new pg.Client({
        host: address.host,
        port: address.port,
        database: name,
        user,
        password,
      });
      await client.connect();
      return client;
    },
    ownerQuery: async (sql, values = []) => (await admin.query(sql, [...values])).rows,
    close: async () => {
      await admin.end();
      await administer(address, (server) => server.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

async function copyTemplate(admin: pg.Client, name: string): Promise<void> {
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  // Rights on the database itself are the one thing that a template does not pass on.
  const { rows } = await admin.query<{ right: string }>(
    `SELECT format('GRANT %s ON DATABASE ${name} TO %s', privilege_type, grantee::regrole) AS right
     FROM pg_database, aclexplode(datacl) WHERE datname = $1`,
    [TEMPLATE],
  );
  await admin.query(
    [`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`, ...rows.map(({ right }) => right)].join(';'),
  );
}

async function administer(
  address: TestCluster['address'],
  work: (admin: pg.Client) => Promise<unknown>,
): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrlOf(address, 'postgres') });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
