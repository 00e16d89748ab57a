/** What was opened, closed in the opposite order; also where the boot stops half-way. */
export class Resources {
  readonly #closers: Array<() => Promise<unknown>> = [];

  /** Keeps a resource until `close`. */
  held<T>(resource: T, close: (resource: T) => Promise<unknown>): T {
    this.#closers.push(() => close(resource));
    return resource;
  }

  /** Closes all, whatever fails in between; throws what failed. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (let close = this.#closers.pop(); close; close = this.#closers.pop()) {
      await close().catch((failure: unknown) => failures.push(failure));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be closed');
  }
}
