import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Load, LoadResult } from './load.js';

type Reply = { readonly result: LoadResult } | { readonly failure: string };

const script = fileURLToPath(new URL('./load-process.js', import.meta.url));

/** autocannon in a process of its own, so that it shares an event loop with nothing that is measured. */
export class LoadGenerator {
  readonly #process: ChildProcess = fork(script);

  /** One load at a time. @throws Error where the generator fails */
  async run(load: Load): Promise<LoadResult> {
    const ended = new AbortController();
    const reply = once(this.#process, 'message', { signal: ended.signal });
    const end = once(this.#process, 'exit', { signal: ended.signal });
    this.#process.send(load);
    try {
      const [first] = (await Promise.race([reply, end.then(endedEarly)])) as [Reply];
      if ('failure' in first) throw new Error(`the load generator failed: ${first.failure}`);
      return first.result;
    } finally {
      for (const waiting of [reply, end]) waiting.catch(() => undefined);
      ended.abort();
    }
  }

  close(): void {
    if (this.#process.connected) this.#process.disconnect();
  }
}

function endedEarly(): never {
  throw new Error('the load generator ended');
}
