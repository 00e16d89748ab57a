import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const READY_WITHIN_MS = 30_000;
const END_WITHIN_MS = 30_000;

interface ServerOptions {
  readonly name: string;
  /** Arguments of Node: its flags, and the script. */
  readonly command: readonly string[];
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
}

/** A server that is measured, in a process of its own. */
export class ServerProcess {
  private constructor(
    readonly url: string,
    readonly pid: number,
    private readonly child: ChildProcess,
  ) {}

  /** Resolves when it answers. @throws Error with its last words where it does not */
  static async start({ name, command, port, env, logFile }: ServerOptions): Promise<ServerProcess> {
    const child = spawn(process.execPath, command, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
    for (const output of [child.stdout, child.stderr]) output.pipe(log, { end: false });
    await once(child, 'spawn');
    const server = new ServerProcess(`http://127.0.0.1:${port}`, child.pid ?? 0, child);
    if (await server.#isReady()) return server;
    await server.stop();
    const words = (await readFile(logFile, 'utf8')).trimEnd().split('\n').slice(-10).join('\n');
    throw new Error(`${name} does not start:\n${words}`);
  }

  async stop(): Promise<void> {
    if (this.#hasEnded()) return;
    const end = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), END_WITHIN_MS);
    await end;
    clearTimeout(late);
  }

  async #isReady(): Promise<boolean> {
    const end = performance.now() + READY_WITHIN_MS;
    while (!this.#hasEnded() && performance.now() < end) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (answer?.ok) return true;
      await pause(50);
    }
    return false;
  }

  #hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}
