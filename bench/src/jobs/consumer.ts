import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Assignment, ConsumerMessage } from './assignment.js';

const script = fileURLToPath(new URL('./consumer-process.js', import.meta.url));

const LOST_AFTER_MS = 60_000;

/** A process that takes jobs, and tells when it has handled each. */
export class ConsumerProcess {
  readonly #waiting = new Map<string, PromiseWithResolvers<number>>();
  #repeats = 0;
  #failure: Error | undefined;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (message: ConsumerMessage) => this.#receive(message));
    child.once('exit', () => this.#fail('it ended'));
  }

  /** Resolves when it takes jobs. */
  static async start(assignment: Assignment): Promise<ConsumerProcess> {
    const child = fork(script);
    const consumer = new ConsumerProcess(child);
    child.send(assignment);
    await once(child, 'message');
    return consumer;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** How often a job was handled that nobody waited for, such as one that came twice. */
  get repeats(): number {
    return this.#repeats;
  }

  /**
   * When the job of this key was handled, in milliseconds of the Unix epoch. To be asked before the job is told of.
   * @throws Error where it is not within a minute
   */
  async handled(key: string): Promise<number> {
    if (this.#failure) throw this.#failure;
    const waiting = Promise.withResolvers<number>();
    this.#waiting.set(key, waiting);
    const lost = setTimeout(() => waiting.reject(new Error(`the job of ${key} was lost`)), LOST_AFTER_MS);
    return waiting.promise.finally(() => clearTimeout(lost));
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const end = once(this.child, 'exit');
    this.child.disconnect();
    await end;
  }

  #receive(message: ConsumerMessage): void {
    if ('failure' in message) this.#fail(message.failure);
    if (!('handled' in message)) return;
    for (const [key, at] of message.handled) {
      const waiting = this.#waiting.get(key);
      if (waiting === undefined) this.#repeats += 1;
      this.#waiting.delete(key);
      waiting?.resolve(at);
    }
  }

  #fail(reason: string): void {
    this.#failure = new Error(`a consumer failed: ${reason}`);
    for (const waiting of this.#waiting.values()) waiting.reject(this.#failure);
  }
}
