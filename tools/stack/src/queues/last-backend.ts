import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Layout } from '../layout.js';

const lastBackend = z.strictObject({
  backend: z.enum(['postgres', 'redis']),
  /** Which database its jobs tell of. */
  database: z.string(),
});
/** What the queues of the last start were kept in. */
export type LastBackend = z.infer<typeof lastBackend>;

/** Undefined before the first start. */
export function readLastBackend({ queueBackendFile }: Layout): LastBackend | undefined {
  try {
    return lastBackend.parse(JSON.parse(readFileSync(queueBackendFile, 'utf8')));
  } catch {
    return undefined;
  }
}

export function keepLastBackend({ queueBackendFile }: Layout, used: LastBackend): void {
  mkdirSync(dirname(queueBackendFile), { recursive: true });
  writeFileSync(queueBackendFile, JSON.stringify(used));
}
