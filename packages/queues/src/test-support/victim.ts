import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { QueueConnection } from '../connection.js';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** A process of its own that takes one ETA check and never ends it. */
export function startVictim(connection: QueueConnection) {
  const child = fork(here('./victim-process.ts'), [JSON.stringify(connection)], {
    execArgv: [
      '--experimental-transform-types',
      '--conditions=source',
      '--import',
      here('./source-imports.mjs'),
    ],
  });
  return {
    holdsJob: once(child, 'message'),
    /** As kill -9 does. */
    kill: () => child.kill('SIGKILL'),
  };
}
