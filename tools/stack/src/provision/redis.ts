import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { findOnPath } from './on-path.js';
import { adopt, writePidRecord } from './pid-record.js';
import { bareEnvironment, endProcess, isAlive, startDetached, tail, until } from './processes.js';
import { ProvisionError } from './provision-error.js';
import { ping } from './redis-ping.js';
import type { ServiceDemand } from './service-demand.js';

const host = '127.0.0.1';
const adminUser = 'default';

export interface ProvidedRedis {
  readonly host: string;
  readonly port: number;
  readonly adminUser: string;
  readonly adminPasswordFile: string;
  /** Absent where REDIS_URL named a server, which is left alone. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** `redis-server` or `valkey-server` on PATH. */
export async function findRedisServer(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (platform() === 'win32') return undefined;
  return findOnPath(env, ['redis-server', 'valkey-server']);
}

/** A private server on loopback, with a password, that keeps what it was told. @throws ProvisionError */
export async function startRedis(server: string, options: ServiceDemand): Promise<ProvidedRedis> {
  const { stateDir, port, adminPasswordFile, env, log } = options;
  const folder = join(stateDir, 'redis');
  const logFile = join(stateDir, 'logs', 'redis.log');
  const password = (await readFile(adminPasswordFile, 'utf8')).trim();
  const configuration = await writeConfiguration(folder, port, password);
  const record = join(folder, 'process.json');
  const startedWith = `${server} on port ${port}`;
  let pid = await adopt(record, startedWith);
  if (pid === undefined) {
    log(`starting ${server} on port ${port}`);
    pid = await startDetached({
      command: server,
      args: [configuration],
      cwd: folder,
      env: bareEnvironment(env),
      logFile,
    });
    await writePidRecord(record, { pid, mark: server, startedWith });
  }
  await untilReady(pid, { host, port, username: adminUser, password }, logFile);
  const started = pid;
  return {
    host,
    port,
    adminUser,
    adminPasswordFile,
    pid,
    stop: () => endProcess(started, 15_000),
  };
}

/** The server that REDIS_URL names. Its password goes to a file of its own, as every secret does. */
export async function useGivenRedis(given: string, { stateDir, log }: ServiceDemand): Promise<ProvidedRedis> {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== 'redis:' || url.password === '') {
    throw new ProvisionError(
      'REDIS_URL must look like redis://user:password@host:6379. TLS (rediss:) is not supported, nor is a server ' +
        'without a password: each agent gets a Redis user of its own, which only protects where a password does.',
    );
  }
  const address = { host: url.hostname, port: Number(url.port || 6379) };
  const username = decodeURIComponent(url.username) || adminUser;
  const password = decodeURIComponent(url.password);
  const reason = await ping({ ...address, username, password });
  if (reason !== undefined) throw new ProvisionError(`REDIS_URL does not work: ${reason}`);
  log(`the Redis of REDIS_URL, at ${url.hostname}`);
  const adminPasswordFile = join(stateDir, 'redis', 'given-password');
  await mkdir(join(stateDir, 'redis'), { recursive: true, mode: 0o700 });
  await writeFile(adminPasswordFile, password, { mode: 0o600 });
  return {
    ...address,
    adminUser: username,
    adminPasswordFile,
    pid: undefined,
    stop: async () => {},
  };
}

/**
 * The users' file holds a digest, and is written once: later it is Redis' own, which saves the agents' users
 * into it on ACL SAVE.
 */
async function writeConfiguration(folder: string, port: number, password: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const users = join(folder, 'users.acl');
  const digest = createHash('sha256').update(password).digest('hex');
  await writeFile(users, `user ${adminUser} on #${digest} ~* &* +@all\n`, { mode: 0o600, flag: 'wx' }).catch(
    async (error: unknown) => {
      if ((await readFile(users, 'utf8')).includes(digest)) return;
      throw new ProvisionError(`${users} belongs to another password: "stack reset" makes both anew.`, {
        cause: error,
      });
    },
  );
  const lines = [
    `bind ${host}`,
    `port ${port}`,
    'protected-mode yes',
    'daemonize no',
    `dir "${folder}"`,
    `aclfile "${users}"`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction',
  ];
  const file = join(folder, 'redis.conf');
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return file;
}

async function untilReady(pid: number, target: Parameters<typeof ping>[0], logFile: string): Promise<void> {
  let reason: string | undefined;
  await until(async () => {
    reason = await ping(target);
    return reason === undefined || !isAlive(pid);
  }, 15_000);
  if (reason === undefined && isAlive(pid)) return;
  throw new ProvisionError(
    `The queue's Redis is not ready${reason === undefined ? '' : ` (${reason})`}. ` +
      `The last lines of ${logFile}:\n${await tail(logFile)}`,
  );
}
