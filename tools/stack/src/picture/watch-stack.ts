import { setTimeout as sleep } from 'node:timers/promises';
import { createLogUpdate } from 'log-update';
import { renderLine, renderPicture } from './render.js';
import type { Snapshot } from './snapshot.js';
import { StackReader } from './stack-reader.js';

const redrawMs = 1_000;
const lineMs = 5_000;

export interface Picture {
  close(): Promise<void>;
}

/** Shows the agents at work until it is closed: a redrawn picture on a terminal, else a line when something changed. */
export function watchStack(adminUrl: string, stream: NodeJS.WriteStream): Picture {
  const closing = new AbortController();
  const watching = stream.isTTY
    ? draw(adminUrl, stream, closing.signal)
    : tell(adminUrl, stream, closing.signal);
  return {
    close: async () => {
      closing.abort();
      await watching;
    },
  };
}

async function draw(adminUrl: string, stream: NodeJS.WriteStream, signal: AbortSignal): Promise<void> {
  const update = createLogUpdate(stream);
  await look(adminUrl, redrawMs, signal, (snapshot) =>
    update(`\n${renderPicture(snapshot, stream.columns ?? 80)}`),
  );
  update.done();
}

async function tell(adminUrl: string, stream: NodeJS.WriteStream, signal: AbortSignal): Promise<void> {
  let last = '';
  await look(adminUrl, lineMs, signal, (snapshot) => {
    const line = renderLine(snapshot);
    if (line !== last) stream.write(`${line}\n`);
    last = line;
  });
}

async function look(
  adminUrl: string,
  everyMs: number,
  signal: AbortSignal,
  show: (snapshot: Snapshot) => void,
): Promise<void> {
  const reader = new StackReader(adminUrl);
  while (!signal.aborted) {
    // While Postgres restarts the last picture stays.
    const snapshot = await reader.read().catch(() => undefined);
    if (snapshot !== undefined && !signal.aborted) show(snapshot);
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
  await reader.close();
}
