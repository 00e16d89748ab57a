import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type AccessPolicy, loadPolicy } from '@stockade/access';
import {
  type Backing,
  inheritedEnvironment,
  platformSecrets,
  portsFrom,
  SecretStore,
  topology,
} from '@stockade/stack';
import { LoopbackIssuer } from '@stockade/testing/issuer';
import { repository } from '../repository.js';
import { Unavailable } from '../unavailable.js';
import { BenchDatabase } from './bench-database.js';
import { freePort } from './free-port.js';
import { writeGenerousPolicy } from './generous-policy.js';
import { ServerProcess } from './server-process.js';

/** Processes of the platform that are measured. */
export type PlatformProcess = 'inventory-api' | 'orders-api' | 'shipments-api' | 'mcp-server' | 'relay';

/** What the servers that are compared stand on: one Postgres, an issuer of tokens, secrets. */
export class Rig {
  readonly #servers: ServerProcess[] = [];
  /** Where processes of the platform find each other: those that were started, at their own ports. */
  #ports = portsFrom(undefined);

  private constructor(
    /** For files of the run; removed by `close`. */
    readonly folder: string,
    private readonly policyFile: string,
    readonly policy: AccessPolicy,
    readonly secrets: SecretStore,
    readonly database: BenchDatabase,
  ) {}

  static async start(name: string): Promise<Rig> {
    if (process.platform !== 'linux')
      throw new Unavailable('Processor time is read from /proc: run it on Linux.');
    const folder = join(repository, '.stack', 'bench', `${name}-${process.pid}`);
    mkdirSync(join(folder, 'logs'), { recursive: true });
    const policyFile = join(folder, 'access.yaml');
    writeGenerousPolicy(policyFile);
    const policy = loadPolicy(policyFile);
    const secrets = new SecretStore(join(folder, 'secrets'));
    secrets.ensure(platformSecrets(policy));
    const database = await BenchDatabase.start({ stateDir: folder, policy, secrets });
    return new Rig(folder, policyFile, policy, secrets, database);
  }

  /** The password file of a Postgres login. */
  passwordFile(login: string): string {
    return this.secrets.path(`postgres/${login}`);
  }

  startInventoryApi(issuer: LoopbackIssuer): Promise<ServerProcess> {
    return this.startPlatform('inventory-api', issuer);
  }

  /**
   * A process of the platform as the runner starts it: its environment and its own secrets.
   * @param redis where the queues are; in Postgres without it
   */
  async startPlatform(
    name: PlatformProcess,
    issuer: LoopbackIssuer,
    redis?: Backing['redis'],
  ): Promise<ServerProcess> {
    const port = await freePort();
    this.#ports = { ...this.#ports, [name]: port };
    const { adminUrl, host, port: databasePort, database } = this.database.postgres;
    const specs = topology({
      policy: this.policy,
      policyFile: this.policyFile,
      ports: this.#ports,
      queue: redis ? 'redis' : 'postgres',
      history: '',
      state: '',
      worldControl: '',
      worldPace: {},
      orderWindow: {},
    });
    const spec = specs.find((one) => one.name === name);
    if (spec === undefined) throw new Error(`the topology has no ${name}`);
    const env = spec.env({
      issuer: issuer.url,
      keycloak: { url: issuer.url, adminUser: '', adminPasswordFile: '' },
      database: { adminUrl, host, port: databasePort, name: database },
      redis,
    });
    return this.#start(name, [...spec.nodeFlags, join(repository, spec.entry)], port, {
      ...env,
      STOCKADE_SECRETS_DIR: this.secrets.deal(name, spec.secrets),
    });
  }

  /** One of the servers under peers/, on the login of the role that the agent has. */
  async startPeer(name: string, script: string, issuer: LoopbackIssuer): Promise<ServerProcess> {
    const port = await freePort();
    const { host, port: databasePort, database } = this.database.postgres;
    return this.#start(name, [join(repository, 'bench', 'dist', 'peers', script)], port, {
      NODE_ENV: 'production',
      PEER_PORT: String(port),
      PEER_ISSUER: issuer.url,
      PEER_DATABASE_HOST: host,
      PEER_DATABASE_PORT: String(databasePort),
      PEER_DATABASE: database,
      PEER_LOGIN: 'inventory_manager',
      PEER_PASSWORD_FILE: this.passwordFile('inventory_manager'),
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()));
    await this.database.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #start(
    name: string,
    command: readonly string[],
    port: number,
    given: NodeJS.ProcessEnv,
  ): Promise<ServerProcess> {
    const env = { ...inheritedEnvironment(), ...given };
    const logFile = join(this.folder, 'logs', `${name}.log`);
    const server = await ServerProcess.start({ name, command, port, env, logFile });
    this.#servers.push(server);
    return server;
  }
}
