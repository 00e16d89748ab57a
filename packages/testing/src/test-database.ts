import './provided-context.js';
import { randomUUID } from 'node:crypto';
import { type AccessPolicy, loadPolicy } from '@stockade/access';
import type { DatabaseOptions } from '@stockade/database';
import pg from 'pg';
import { inject } from 'vitest';
import { adminUrlOf, passwordFileIn, policyFile, TEMPLATE } from './test-cluster.js';

export interface TestDatabase {
  /** For `createDatabase({ ...database, roles, entities })`. */
  readonly database: Omit<DatabaseOptions, 'roles' | 'entities'>;
  readonly policy: AccessPolicy;
  readonly secretsDir: string;
  /** Connection string of the superuser. */
  readonly adminUrl: string;
  /** Runs SQL as the superuser, past every grant: to prepare and to look. */
  ownerQuery<R extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<R[]>;
  close(): Promise<void>;
}

/** A fresh copy of the migrated template, for one test file of the integration project. */
export async function testDatabase(): Promise<TestDatabase> {
  const address = inject('cluster');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(adminUrlOf(address, 'postgres'), `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  const adminUrl = adminUrlOf(address, name);
  const admin = new pg.Pool({ connectionString: adminUrl, max: 2 });
  const policy = loadPolicy(policyFile);
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
    ownerQuery: async (sql, values = []) => (await admin.query(sql, [...values])).rows,
    close: async () => {
      await admin.end();
      await administer(adminUrlOf(address, 'postgres'), `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function administer(connectionString: string, sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString });
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}
