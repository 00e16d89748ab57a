import { setTimeout as sleep } from 'node:timers/promises';
import type { QueueAdmin } from '@stockade/queues';
import { createLogUpdate } from 'log-update';
import { renderLine, renderPicture, type Words } from './render.js';
import type { Snapshot } from './snapshot.js';
import { StackReader } from './stack-reader.js';

const redrawMs = 1_000;
const lineMs = 5_000;

export interface Watched {
  /** The database and the queues, as their administrator. */
  readonly admin: QueueAdmin;
  /** Names of the queues. */
  readonly queues: readonly string[];
  readonly words: () => Words;
}

export interface Picture {
  close(): Promise<void>;
}

/** Shows the agents at work until it is closed: a redrawn picture on a terminal, else a line when something changed. */
export function watchStack(watched: Watched, stream: NodeJS.WriteStream): Picture {
  const closing = new AbortController();
  const watch = stream.isTTY ? draw : tell;
  const watching = watch(watched, stream, closing.signal);
  return {
    close: async () => {
      closing.abort();
      await watching;
    },
  };
}

async function draw(watched: Watched, stream: NodeJS.WriteStream, signal: AbortSignal): Promise<void> {
  const update = createLogUpdate(stream);
  await look(watched, redrawMs, signal, (snapshot) => {
    // A line above the picture, and the one that the cursor stands on.
    const screen = { columns: stream.columns ?? 80, rows: (stream.rows ?? 24) - 2 };
    update(`\n${renderPicture(snapshot, watched.words(), screen)}`);
  });
  update.done();
}

async function tell(watched: Watched, stream: NodeJS.WriteStream, signal: AbortSignal): Promise<void> {
  let last = '';
  await look(watched, lineMs, signal, (snapshot) => {
    const line = renderLine(snapshot, watched.words().processes);
    if (line !== last) stream.write(`${line}\n`);
    last = line;
  });
}

async function look(
  { admin, queues }: Watched,
  everyMs: number,
  signal: AbortSignal,
  show: (snapshot: Snapshot) => void,
): Promise<void> {
  const reader = new StackReader(admin, queues);
  while (!signal.aborted) {
    // While Postgres restarts the last picture stays.
    const snapshot = await reader.read().catch(() => undefined);
    if (snapshot !== undefined && !signal.aborted) show(snapshot);
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
  await reader.close();
}
