import './provided-context.js';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AccessPolicy } from '@stockade/access';
import { type DatabaseOptions, loginsOf } from '@stockade/database';
import pg from 'pg';
import { inject } from 'vitest';
import { adminUrlOf, passwordFileIn, TEMPLATE } from './test-cluster.js';
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
  await administer(
    adminUrlOf(address, 'postgres'),
    `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`,
    // The one thing that a template does not pass on.
    `REVOKE ALL ON DATABASE ${name} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${name} TO ${loginsOf(policy).join(', ')}`,
  );
  const admin = new pg.Pool({ connectionString: adminUrl, max: 2 });
  // The pool ends before its last socket does, which DROP DATABASE may then cut.
  admin.on('connect', (client) => client.on('error', () => undefined));
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
      await administer(adminUrlOf(address, 'postgres'), `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function administer(connectionString: string, ...statements: string[]): Promise<void> {
  const admin = new pg.Client({ connectionString });
  await admin.connect();
  try {
    for (const sql of statements) await admin.query(sql);
  } finally {
    await admin.end();
  }
}
