import { readFile } from 'node:fs/promises';
import { runningStack } from '@stockade/testing';
import { expect, it } from 'vitest';
import { asAdmin, forgetRequestCounts } from '../support/admin-database.js';
import { tokenFor } from '../support/callers.js';
import { type Exchange, exchange } from '../support/exchange.js';
import { pidOf } from '../support/processes.js';
import { until } from '../support/until.js';

/** Ten times the connections that bring out all of the rate which this machine holds. */
const CONNECTIONS = 640;
/** Left to the agent, of its limit of 66,000 in a minute, so that the load ends in refusals. */
const PERMITS = 3_000;
const WINDOW_SECONDS = 30;
const LASTS_MS = 15_000;
const MEMORY_MB = 250;
const RECOVERED_MS = 5_000;

it('fault 18: far above its capacity an API answers or asks to come again, and recovers at once', async () => {
  await forgetRequestCounts();
  const token = await tokenFor('inventory_bot', 'inventory-api');
  const pid = await pidOf('inventory-api');
  await leavePermits();
  const send = () => get('/v1/levels?limit=1', token);
  const before = await unanswered();
  const { answers, failures } = await overload(send);

  // Who gets no answer is no request that was recorded, and is counted.
  expect(failures.length).toBeLessThanOrEqual((await unanswered()) - before);
  expect(failures.length).toBeLessThan(answers.length / 10);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429, 503]));
  expect(answers.filter(({ status, retryAfter }) => status !== 200 && !(retryAfter > 0))).toEqual([]);
  expect(await peakMemory(pid)).toBeLessThan(MEMORY_MB);

  // Others are served at once, the limited one when its window ends.
  const feed = await tokenFor('demand_feed', 'inventory-api');
  await until('recovery', RECOVERED_MS, async () => {
    const sentAt = performance.now();
    const { status } = await get('/v1/business-days/latest', feed);
    return status === 200 && performance.now() - sentAt < 250 ? true : undefined;
  });
  await until('the next window', WINDOW_SECONDS * 1000 + RECOVERED_MS, async () =>
    (await send()).status === 200 ? true : undefined,
  );
  expect(await recordsOf(answers)).toBe(answers.length);
});

const get = (path: string, token: string): Promise<Exchange> =>
  exchange(
    {
      method: 'GET',
      url: `${runningStack().services['inventory-api']?.url}${path}`,
      headers: {},
      body: undefined,
    },
    token,
  );

/** Connections that were closed because there were too many. */
async function unanswered(): Promise<number> {
  const figures = await (await fetch(`${runningStack().services['inventory-api']?.url}/metrics`)).text();
  return Number(/^stockade_unanswered_connections_total\{[^}]*\} (\d+)$/m.exec(figures)?.[1] ?? 0);
}

/** The limit counts what was sent in a window; nearly all of it has been. */
const leavePermits = () =>
  asAdmin(
    `INSERT INTO limits.buckets (key, points, expire)
     VALUES ('agent:inventory_bot', $1, (extract(epoch FROM clock_timestamp()) + $2) * 1000)
     ON CONFLICT (key) DO UPDATE SET points = excluded.points, expire = excluded.expire`,
    [66_000 - PERMITS, WINDOW_SECONDS],
  );

interface Answer {
  readonly requestId: string;
  readonly status: number;
  readonly retryAfter: number;
}

async function overload(send: () => Promise<Exchange>) {
  const answers: Answer[] = [];
  const failures: unknown[] = [];
  const end = Date.now() + LASTS_MS;
  const call = async () => {
    while (Date.now() < end) {
      try {
        const { requestId, status, headers } = await send();
        answers.push({ requestId, status, retryAfter: Number(headers.get('retry-after')) });
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, call));
  return { answers, failures };
}

/** The most memory that a process has held, in MB. */
async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

/** Audit records of the requests that were answered; a request has one. */
async function recordsOf(answers: readonly Answer[]): Promise<number> {
  const [row] = await asAdmin<{ count: number }>(
    `SELECT count(*)::int AS count FROM audit.events
     WHERE at > now() - interval '10 minutes' AND request_id = ANY($1)`,
    [answers.map(({ requestId }) => requestId)],
  );
  return row?.count ?? 0;
}
