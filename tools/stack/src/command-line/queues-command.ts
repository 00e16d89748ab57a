import { loadPolicy } from '@stockade/access';
import type { DeadLetter, QueueDepth } from '@stockade/queues';
import { readEnvironment } from '../environment.js';
import type { Layout } from '../layout.js';
import { printable } from '../printable.js';
import { lookAtQueues, queueAdminOf, queuesOf } from '../queues/look-at-queues.js';
import { SecretStore } from '../secrets/secret-store.js';
import { UnknownName } from '../supervisor/unknown-name.js';

interface QueuesOptions {
  readonly json: boolean;
  readonly retry: boolean;
}

const columns = ['waiting', 'active', 'delayed', 'completed', 'failed'] as const;
const headings = ['waiting', 'active', 'delayed', 'results', 'dead'];
const columnWidth = 10;

/** How full each queue is, or the dead letters of one; with `retry` those are tried anew first. */
export async function printQueues(
  layout: Layout,
  queue: string | undefined,
  { json, retry }: QueuesOptions,
): Promise<void> {
  const known = queuesOf(loadPolicy(layout.policyFile));
  if (queue !== undefined && !known.includes(queue)) throw new UnknownName(`queue ${queue}`, known);
  const names = queue === undefined ? known : [queue];
  const admin = queueAdminOf(readEnvironment(new SecretStore(layout.secrets)));
  const text = await lookAtQueues(admin, names, async (queues) => {
    if (retry) for (const name of names) await queues.retryDeadLetters(name);
    if (queue === undefined) return textOf(await queues.depths(), json, depthTable);
    return textOf(await queues.deadLetters(queue), json, (letters) => letterLines(queue, letters));
  });
  process.stdout.write(`${text}\n`);
}

function textOf<T>(found: T, json: boolean, words: (found: T) => string): string {
  return json ? JSON.stringify(found, undefined, 2) : words(found);
}

function depthTable(depths: readonly QueueDepth[]): string {
  const row = (name: string, cells: readonly (string | number)[]) =>
    [name.padEnd(20), ...cells.map((cell) => String(cell).padStart(columnWidth))].join('');
  return [
    row('queue', headings),
    ...depths.map((depth) =>
      row(
        depth.queue,
        columns.map((one) => depth[one]),
      ),
    ),
  ].join('\n');
}

function letterLines(queue: string, letters: readonly DeadLetter[]): string {
  if (letters.length === 0) return `${queue} has no dead letters.`;
  const lines = letters.map(
    ({ id, name, attempts, reason, failedAt }) =>
      `${failedAt.toISOString()} ${name} ${id}, tried ${attempts} times: ${printable(reason)}`,
  );
  return [...lines, `\`pnpm stack queues ${queue} --retry\` has them tried anew.`].join('\n');
}
