import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createTokenSource } from '@stockade/auth';
import { repository } from '../repository.js';
import { isOk } from './is-ok.js';
import { javaHomeOf, startShipped } from './shipped-keycloak.js';

const run = promisify(execFile);
const RETRY_MS = 50;

/** Seconds since the command to start. */
export interface Start {
  /** The first request that a token lets through was answered. */
  readonly firstRequest: number;
  /** Every process is ready, and the command has ended. */
  readonly everything: number;
}

/** A stack of the benchmark's own, through the runner that everybody uses. */
export class TimedStack {
  #javaHome: string | undefined;
  readonly #stateDir = join(repository, '.stack', 'bench', `start-${process.pid}`);

  constructor(private readonly portBase: number) {}

  /** Stops everything and forgets its data; what was downloaded stays. */
  async reset(): Promise<void> {
    await this.#stack('reset');
  }

  async down(): Promise<void> {
    await this.#stack('down');
  }

  async startWhole(): Promise<Start> {
    const elapsed = stopwatch();
    const failed = new AbortController();
    const starting = this.#stack('up', '--detach').then(elapsed, (error: unknown) => {
      failed.abort();
      throw error;
    });
    const answered = this.#untilRequest(failed.signal).then(elapsed);
    const [firstRequest, everything] = await Promise.all([answered, starting]);
    return { firstRequest, everything };
  }

  /** Seconds until the same runner has Keycloak ready, and nothing else. */
  async startKeycloak(): Promise<number> {
    const elapsed = stopwatch();
    await this.#stack('up', '--detach', '--only', 'keycloak');
    const seconds = elapsed();
    this.#javaHome = await javaHomeOf(this.#keycloakHome);
    return seconds;
  }

  /** Seconds until Keycloak's own script has it ready, on what `startKeycloak` has left when it was taken down. */
  async startShippedKeycloak(): Promise<number> {
    if (this.#javaHome === undefined) throw new Error('Keycloak was not started before');
    return startShipped(
      this.#keycloakHome,
      this.#javaHome,
      `http://127.0.0.1:${this.portBase + 90}/health/ready`,
    );
  }

  get #keycloakHome(): string {
    return join(this.#stateDir, 'keycloak');
  }

  /** Leaves nothing of it. */
  async close(): Promise<void> {
    await this.reset();
    await rm(this.#stateDir, { recursive: true, force: true });
  }

  /** Asks for a token and sends a request with it, until one is let through. */
  async #untilRequest(failed: AbortSignal): Promise<void> {
    const api = `http://127.0.0.1:${this.portBase + 1}`;
    while (!failed.aborted && !(await isOk(`${api}/health/ready`))) await pause(RETRY_MS);
    const tokens = createTokenSource({
      issuer: `http://localhost:${this.portBase + 80}/realms/supply-chain`,
      clientId: 'inventory_bot',
      clientSecretFile: join(this.#stateDir, 'secrets', 'keycloak', 'inventory_bot'),
      scopes: { 'inventory-api': ['inventory:read'] },
    });
    failed.addEventListener('abort', () => tokens.close());
    const answered = async () => {
      const token = await tokens.token('inventory-api');
      return isOk(`${api}/v1/levels?limit=1`, { authorization: `Bearer ${token}` });
    };
    // The realm may still be on its way in when the API has found its issuer.
    while (!failed.aborted && !(await answered().catch(() => false))) await pause(RETRY_MS);
    tokens.close();
  }

  async #stack(...words: string[]): Promise<string> {
    const { stdout } = await run(process.execPath, [join(repository, 'tools/stack/dist/main.js'), ...words], {
      cwd: repository,
      env: { ...process.env, STACK_DIR: this.#stateDir, STACK_PORT_BASE: String(this.portBase) },
      maxBuffer: 2 ** 24,
    }).catch((error: unknown) => {
      const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
      throw new Error(`stack ${words.join(' ')} failed:\n${said}`);
    });
    return stdout;
  }
}

/** Tells the seconds since it was made. */
function stopwatch(): () => number {
  const started = performance.now();
  return () => (performance.now() - started) / 1000;
}
