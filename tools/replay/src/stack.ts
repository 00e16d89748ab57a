import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

const environment = z.object({
  services: z.record(z.string(), z.object({ url: z.string(), audience: z.string() })),
  database: z.object({ adminUrl: z.string() }),
  queue: z.object({ url: z.string() }),
});

export type StackEnvironment = z.output<typeof environment>;

interface StackOptions {
  readonly root: string;
  /** State of its own, beside that of the stack that people look at. */
  readonly stateDir: string;
  readonly portBase: number;
  readonly firstDay: string;
  /** Socket that the world takes its pace from. */
  readonly driver: string;
}

/** A stack of the replay's own, through the same runner as everybody's. */
export class ReplayStack {
  constructor(private readonly options: StackOptions) {}

  /** Starts from nothing. @throws Error with the runner's last words */
  async start(): Promise<StackEnvironment> {
    await this.#stack('reset');
    await this.#stack('up', '--detach');
    return environment.parse(JSON.parse(await this.#stack('env', '--json')));
  }

  async token(client: string, audience: string): Promise<string> {
    return (await this.#stack('token', client, '--audience', audience)).trim();
  }

  async stop(): Promise<void> {
    await this.#stack('down');
  }

  async #stack(...words: string[]): Promise<string> {
    const { root, stateDir, portBase, firstDay, driver } = this.options;
    const { stdout } = await run(
      process.execPath,
      [join(root, 'tools', 'stack', 'dist', 'main.js'), ...words],
      {
        cwd: root,
        env: {
          ...process.env,
          STACK_DIR: stateDir,
          STACK_PORT_BASE: String(portBase),
          STACK_FIRST_DAY: firstDay,
          STOCKADE_WORLD_DRIVER: driver,
          // A business day takes less of the clock than the window of a demo.
          STOCKADE_ORDER_WINDOW_MS: '20',
        },
        maxBuffer: 2 ** 24,
      },
    ).catch((error: unknown) => {
      const words = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
      throw new Error(`The stack does not answer:\n${words}`);
    });
    return stdout;
  }
}
