import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../repository.js';

const run = promisify(execFile);

interface Environment {
  readonly services: Readonly<Record<string, { readonly url: string }>>;
}

/** A stack of the benchmark's own, through the runner that everybody uses. */
export class TimedStack {
  readonly #stateDir = join(repository, '.stack', 'bench', `start-${process.pid}`);

  constructor(private readonly portBase: number) {}

  /** Stops everything and forgets its data; what was downloaded stays. */
  async reset(): Promise<void> {
    await this.#stack('reset');
  }

  async down(): Promise<void> {
    await this.#stack('down');
  }

  /** Seconds from the command to the first request that a token lets through. */
  untilFirstRequest(): Promise<number> {
    return timed(async () => {
      await this.#stack('up', '--detach');
      const { services } = JSON.parse(await this.#stack('env', '--json')) as Environment;
      const token = (await this.#stack('token', 'inventory_bot', '--audience', 'inventory-api')).trim();
      const answer = await fetch(`${services['inventory-api']?.url}/v1/levels?limit=1`, {
        headers: { authorization: `Bearer ${token}` },
      });
      if (!answer.ok) throw new Error(`the first request was answered with ${answer.status}`);
    });
  }

  /** Seconds until the same runner has Keycloak ready, and nothing else. */
  untilKeycloak(): Promise<number> {
    return timed(() => this.#stack('up', '--detach', '--only', 'keycloak'));
  }

  /** Leaves nothing of it. */
  async close(): Promise<void> {
    await this.reset();
    await rm(this.#stateDir, { recursive: true, force: true });
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

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
