import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { loginsOf, migrate } from '@stockade/database';
import { installQueues } from '@stockade/queues';
import pg from 'pg';
import { testPolicy } from './test-policy.js';
import { TestPostgres } from './test-postgres.js';

/** Every test database is a copy of this one. */
export const TEMPLATE = 'stockade_template';

export interface TestCluster {
  /** Plain values only: vitest carries them to its workers. */
  readonly address: {
    readonly host: string;
    readonly port: number;
    readonly adminPassword: string;
    readonly secretsDir: string;
    /** What the server logs, each line with its database. */
    readonly log: string;
  };
  stop(): Promise<void>;
}

export const passwordFileIn = (secretsDir: string) => (login: string) => join(secretsDir, 'postgres', login);
const queuePasswordFileIn = (secretsDir: string) => (identity: string) => join(secretsDir, 'queue', identity);

export const adminUrlOf = ({ host, port, adminPassword }: TestCluster['address'], database: string): string =>
  `postgres://postgres:${adminPassword}@${host}:${port}/${database}`;

/** Starts Postgres and migrates the template. */
export async function startTestCluster(): Promise<TestCluster> {
  const host = '127.0.0.1';
  const port = await freePort();
  const adminPassword = newPassword();
  const postgres = await TestPostgres.start(port, adminPassword);
  const { log } = postgres;
  const address = { host, port, adminPassword, secretsDir: join(postgres.folder, 'secrets'), log };
  try {
    await migrateTemplate(address);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return { address, stop: () => postgres.stop() };
}

async function migrateTemplate(address: TestCluster['address']): Promise<void> {
  const policy = testPolicy();
  const passwordFile = passwordFileIn(address.secretsDir);
  for (const file of [passwordFile('any'), queuePasswordFileIn(address.secretsDir)('any')]) {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  }
  await Promise.all(
    loginsOf(policy).map((login) => writeFile(passwordFile(login), newPassword(), { mode: 0o600 })),
  );
  const admin = new pg.Client({ connectionString: adminUrlOf(address, 'postgres') });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  const adminUrl = adminUrlOf(address, TEMPLATE);
  await migrate({ adminUrl, policy, passwordFile });
  await installQueues({
    admin: { backend: 'postgres', adminUrl },
    policy,
    passwordOf: async (identity) => {
      const password = newPassword();
      await writeFile(queuePasswordFileIn(address.secretsDir)(identity), password, { mode: 0o600 });
      return password;
    },
  });
}

const newPassword = () => randomBytes(24).toString('base64url');

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
