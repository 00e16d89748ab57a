import { type Insisted, insist, type KeyedRequest } from './keyed-request.js';
import { until } from './until.js';

/** Callers who send one request after the other, each until it is answered, until they are told to stop. */
export class Load {
  readonly #done: Insisted[] = [];
  readonly #callers: Promise<void>[];
  #stopped = false;

  constructor(
    callers: number,
    private readonly next: () => KeyedRequest,
  ) {
    this.#callers = Array.from({ length: callers }, () => this.#call());
  }

  /** Waits until so many more requests have been answered. */
  async answered(more: number): Promise<void> {
    const goal = this.#done.length + more;
    await until(`${more} answers more`, 60_000, async () => (this.#done.length >= goal ? true : undefined));
  }

  /** From here on no more requests are begun. */
  stop(): void {
    this.#stopped = true;
  }

  /** Stops; returns all requests that were sent, once each has its answer. */
  async finish(): Promise<Insisted[]> {
    this.stop();
    await Promise.all(this.#callers);
    return this.#done;
  }

  async #call(): Promise<void> {
    while (!this.#stopped) this.#done.push(await insist(this.next()));
  }
}
