import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adopt, writePidRecord } from '../pid-record.js';
import { bareEnvironment, endProcess, startDetached, until } from '../processes.js';
import { type Log, ProvisionError } from '../provision-error.js';
import type { ServiceDemand } from '../service-demand.js';
import { chooseLaunch } from './choose-launch.js';
import { bootstrapOf, forgetBootstrap, processRecord, writeHome } from './home.js';
import type { LaunchOptions } from './launch.js';
import { answers, untilReady } from './readiness.js';

const adminUser = 'admin';

export interface KeycloakDemand extends ServiceDemand {
  readonly managementPort: number;
  /** Gives up while it is still being brought and built. */
  readonly signal?: AbortSignal;
}

export interface ProvidedKeycloak {
  /** Absent where KEYCLOAK_URL named a server, which is left alone. */
  readonly pid: number | undefined;
  /** Resolves when it takes requests. @throws ProvisionError with the last lines of its log */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The server that KEYCLOAK_URL names, else a private one, started or adopted. Returns as soon as the process
 * runs, so that a start can do other things before it awaits `ready()`.
 * @throws ProvisionError with a sentence on what to do
 */
export async function provideKeycloak(demand: KeycloakDemand): Promise<ProvidedKeycloak> {
  const { env, log } = demand;
  return env.KEYCLOAK_URL ? useGiven(env.KEYCLOAK_URL, env, log) : startPrivate(demand);
}

/**
 * Where the server answers once it has started, and to whom. `<url>/realms/<realm>` is the issuer.
 * @throws ProvisionError as `givenKeycloak`
 */
export function keycloakAccount({ env, port, adminPasswordFile }: ServiceDemand) {
  if (env.KEYCLOAK_URL) return givenKeycloak(env.KEYCLOAK_URL, env);
  return { url: `http://localhost:${port}`, adminUser, adminPasswordFile };
}

/** What the environment says of the server at KEYCLOAK_URL. @throws ProvisionError when it says too little */
export function givenKeycloak(given: string, env: NodeJS.ProcessEnv) {
  const { KEYCLOAK_ADMIN_USER: adminUser, KEYCLOAK_ADMIN_PASSWORD_FILE: adminPasswordFile } = env;
  if (adminUser && adminPasswordFile) return { url: given.replace(/\/+$/, ''), adminUser, adminPasswordFile };
  throw new ProvisionError(
    'With KEYCLOAK_URL, set KEYCLOAK_ADMIN_USER and KEYCLOAK_ADMIN_PASSWORD_FILE too: the realm is made with them.',
  );
}

function useGiven(given: string, env: NodeJS.ProcessEnv, log: Log): ProvidedKeycloak {
  const { url } = givenKeycloak(given, env);
  log(`the one of KEYCLOAK_URL, ${url}`);
  const ready = async () => {
    if (!(await until(() => answers(`${url}/realms/master`), 30_000))) {
      throw new ProvisionError(
        `KEYCLOAK_URL (${url}) does not answer as Keycloak: ${url}/realms/master is not found.`,
      );
    }
    await demandOwnName(url);
  };
  return {
    pid: undefined,
    ready,
    stop: async () => {},
  };
}

/** The issuer in every token is the name that the server gives itself: under another one no token is right. */
async function demandOwnName(url: string): Promise<void> {
  const path = '/realms/master/.well-known/openid-configuration';
  const { issuer } = (await (await fetch(`${url}${path}`)).json()) as { issuer?: unknown };
  if (issuer === `${url}/realms/master`) return;
  throw new ProvisionError(
    `The Keycloak at KEYCLOAK_URL (${url}) calls itself ${String(issuer).replace(/\/realms\/master$/, '')}: ` +
      'set KEYCLOAK_URL to that name, or the hostname of Keycloak to this one.',
  );
}

async function startPrivate(demand: KeycloakDemand): Promise<ProvidedKeycloak> {
  const { stateDir, port, managementPort, adminPasswordFile, env, log, signal } = demand;
  const home = join(stateDir, 'keycloak');
  const addresses = { port, managementPort };
  const logFile = join(stateDir, 'logs', 'keycloak.log');
  const password = await readPassword(adminPasswordFile);
  const pid = await startOrAdopt({ home, addresses, env, log, logFile, signal }, password);
  const ready = async () => {
    await untilReady(pid, managementPort, logFile);
    await forgetBootstrap(home);
  };
  return {
    pid,
    ready,
    stop: () => endProcess(pid, 20_000),
  };
}

async function startOrAdopt(options: LaunchOptions, password: string): Promise<number> {
  const { home, addresses, env, log, logFile } = options;
  const record = processRecord(home);
  const startedWith = JSON.stringify(addresses);
  const running = await adopt(record, startedWith);
  if (running !== undefined) {
    log(`the one already running on port ${addresses.port}`);
    return running;
  }
  const { command, args, mark, configuration } = await chooseLaunch(options);
  await writeHome(home, addresses, [...configuration, ...(await bootstrapOf(home, adminUser, password))]);
  const pid = await startDetached({ command, args, cwd: home, env: bareEnvironment(env), logFile });
  await writePidRecord(record, { pid, mark, startedWith });
  return pid;
}

/** Keycloak's configuration file would take `$` and backslashes for its own. */
async function readPassword(file: string): Promise<string> {
  const password = (await readFile(file, 'utf8')).trim();
  if (/^[\w.~-]+$/.test(password)) return password;
  throw new ProvisionError(
    `${file} must hold a password of letters, digits and the characters . _ ~ - only.`,
  );
}
