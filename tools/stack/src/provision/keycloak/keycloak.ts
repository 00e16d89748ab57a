import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../cache.js';
import { adopt, writePidRecord } from '../pid-record.js';
import { endProcess, isAlive, startDetached, tail, until } from '../processes.js';
import { type Log, ProvisionError } from '../provision-error.js';
import { provideJdk } from '../temurin.js';
import { builtDistribution } from './distribution.js';
import { forgetBootstrap, type HomeOptions, writeHome } from './home.js';
import { keycloakCommand, keycloakEnvironment } from './java-command.js';

const adminUser = 'admin';
/** A first start makes its schema: 13 s on two idle cores, so this is ample on a busy machine. */
const startPatience = 180_000;

export interface KeycloakOptions {
  readonly stateDir: string;
  readonly port: number;
  readonly managementPort: number;
  /** Holds the administrator's password; must exist. */
  readonly adminPasswordFile: string;
  readonly log: Log;
  readonly env?: NodeJS.ProcessEnv;
}

export interface ProvidedKeycloak {
  /** Without a slash at its end; `<url>/realms/<realm>` is the issuer. */
  readonly url: string;
  readonly managementUrl: string | undefined;
  /** Absent where KEYCLOAK_URL named a server, which is left alone. */
  readonly pid: number | undefined;
  readonly adminUser: string;
  readonly adminPasswordFile: string;
  /** Resolves when it takes requests. @throws ProvisionError with the last lines of its log */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The server that KEYCLOAK_URL names, else a private one, started or adopted. Returns as soon as the process
 * runs, so that a start can do other things before it awaits `ready()`.
 * @throws ProvisionError with a sentence on what to do
 */
export async function provideKeycloak(options: KeycloakOptions): Promise<ProvidedKeycloak> {
  const env = options.env ?? process.env;
  return env.KEYCLOAK_URL ? useGiven(env.KEYCLOAK_URL, env, options.log) : startPrivate(options, env);
}

function useGiven(given: string, env: NodeJS.ProcessEnv, log: Log): ProvidedKeycloak {
  const url = given.replace(/\/+$/, '');
  const { KEYCLOAK_ADMIN_USER: user, KEYCLOAK_ADMIN_PASSWORD_FILE: file } = env;
  if (!user || !file) {
    throw new ProvisionError(
      'With KEYCLOAK_URL, set KEYCLOAK_ADMIN_USER and KEYCLOAK_ADMIN_PASSWORD_FILE too: the realm is made with them.',
    );
  }
  log(`Keycloak: the one of KEYCLOAK_URL, ${url}`);
  const ready = async () => {
    if (await until(() => answers(`${url}/realms/master`), 30_000)) return;
    throw new ProvisionError(
      `KEYCLOAK_URL (${url}) does not answer as Keycloak: ${url}/realms/master is not found.`,
    );
  };
  return {
    url,
    managementUrl: undefined,
    pid: undefined,
    adminUser: user,
    adminPasswordFile: file,
    ready,
    stop: async () => {},
  };
}

async function startPrivate(options: KeycloakOptions, env: NodeJS.ProcessEnv): Promise<ProvidedKeycloak> {
  const { stateDir, port, managementPort, adminPasswordFile, log } = options;
  const home: HomeOptions = {
    folder: join(stateDir, 'keycloak'),
    port,
    managementPort,
    adminUser,
    adminPassword: await readPassword(adminPasswordFile),
  };
  const logFile = join(stateDir, 'logs', 'keycloak.log');
  const managementUrl = `http://127.0.0.1:${managementPort}`;
  const pid = await startOrAdopt(home, { env, log, logFile });
  const ready = async () => {
    await untilReady(pid, managementUrl, logFile);
    await forgetBootstrap(home);
  };
  const stop = () => endProcess(pid, 20_000);
  return { url: `http://localhost:${port}`, managementUrl, pid, adminUser, adminPasswordFile, ready, stop };
}

/** Keycloak's configuration file would take `$` and backslashes for its own. */
async function readPassword(file: string): Promise<string> {
  const password = (await readFile(file, 'utf8')).trim();
  if (/^[\w.~-]+$/.test(password)) return password;
  throw new ProvisionError(
    `${file} must hold a password of letters, digits and the characters . _ ~ - only.`,
  );
}

async function startOrAdopt(home: HomeOptions, { env, log, logFile }: Start): Promise<number> {
  const record = join(home.folder, 'process.json');
  const startedWith = `ports ${home.port} and ${home.managementPort}`;
  const running = await adopt(record, startedWith);
  if (running !== undefined) {
    log(`Keycloak: the one already running on port ${home.port}`);
    return running;
  }
  const cache = cacheFolder(env);
  const jdk = await provideJdk({ env, tools: cache, log });
  const distribution = await builtDistribution({ jdk, env, cache, logFile, log });
  await writeHome(distribution, home);
  log(`Keycloak: starting on port ${home.port}, Java ${jdk.version}`);
  const pid = await startDetached({
    ...keycloakCommand({ jdk, distribution, home: home.folder, args: ['start', '--optimized'] }),
    env: keycloakEnvironment(env),
    cwd: home.folder,
    logFile,
  });
  await writePidRecord(record, { pid, mark: `-Dkc.home.dir=${home.folder}`, startedWith });
  return pid;
}

interface Start {
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
  readonly logFile: string;
}

async function untilReady(pid: number, managementUrl: string, logFile: string): Promise<void> {
  const settled = async () => !isAlive(pid) || (await answers(`${managementUrl}/health/ready`));
  const inTime = await until(settled, startPatience);
  if (inTime && isAlive(pid)) return;
  const what = inTime ? 'ended while it started' : `is not ready after ${startPatience / 1000} s`;
  throw new ProvisionError(`Keycloak ${what}. The last lines of ${logFile}:\n${await tail(logFile)}`);
}

function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    async (response) => {
      await response.body?.cancel();
      return response.ok;
    },
    () => false,
  );
}
