import { afterAll, expect, it } from 'vitest';
import { asAdmin, blocked, forgetRequestCounts, whileLocked } from '../support/admin-database.js';
import { expectExactlyOnce } from '../support/exactly-once.js';
import { type Attempt, attempt, type Insisted, insist, type KeyedRequest } from '../support/keyed-request.js';
import { adjustment, openPlace, type Place, stockAt } from '../support/stock.js';

const CALLERS = 16;
/** What a caller may have to wait for its 503, whatever hangs. */
const BOUND_MS = 30_000;
const untouched = { onHand: 0, movements: 0, moved: 0 };

const stopped = new Set<number>();
afterAll(resume);

it('fault 15 R20: while an audit insert hangs on a lock changes are refused in time, and are done once it is free', async () => {
  const place = await openPlace();
  const requests = Array.from({ length: CALLERS }, () => adjustment(place));
  const refused = await whileLocked('LOCK TABLE audit.events IN ACCESS EXCLUSIVE MODE', async () => {
    const all = attemptInTime(requests);
    await blocked('inventory_manager');
    return all;
  });
  await expectRefused(refused, place);
  await expectDoneOnce(requests, refused, place);
});

it('fault 15 R20: while sessions that record hang themselves nobody waits for them, and all is done once', async () => {
  const place = await openPlace();
  const first = await insist(adjustment(place));
  const requests = Array.from({ length: CALLERS }, () => adjustment(place));
  await stopSessionsOf('inventory_manager', 'audit_writer');
  const attempts = await attemptInTime(requests);
  // A session that was made since may have served others.
  expect(new Set(attempts.map(({ answer }) => answer?.status))).toContain(503);
  await resume();
  await expectDoneOnce(requests, attempts, place, [first]);
});

async function attemptInTime(requests: readonly KeyedRequest[]): Promise<Attempt[]> {
  const sentAt = performance.now();
  const attempts = await Promise.all(requests.map(attempt));
  expect(performance.now() - sentAt).toBeLessThan(BOUND_MS);
  return attempts;
}

async function expectRefused(attempts: readonly Attempt[], place: Place): Promise<void> {
  expect(attempts.filter(({ answer }) => answer?.status !== 503)).toEqual([]);
  expect(attempts.filter(({ answer }) => !(Number(answer?.headers.get('retry-after')) > 0))).toEqual([]);
  expect(await stockAt(place)).toEqual(untouched);
}

async function expectDoneOnce(
  requests: readonly KeyedRequest[],
  refused: readonly Attempt[],
  place: Place,
  before: readonly Insisted[] = [],
): Promise<void> {
  const done = await Promise.all(requests.map(insist));
  const all = done.map((one, index) => ({
    ...one,
    attempts: [...refused.slice(index, index + 1), ...one.attempts],
  }));
  await expectExactlyOnce([...before, ...all], place);
}

/** SIGSTOP: they keep their connections, and answer nothing. */
async function stopSessionsOf(...logins: readonly string[]): Promise<void> {
  const sessions = await asAdmin<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE usename = ANY ($1) AND state = 'idle'`,
    [logins],
  );
  if (sessions.length === 0) throw new Error('nobody records anything');
  for (const { pid } of sessions) {
    process.kill(pid, 'SIGSTOP');
    stopped.add(pid);
  }
}

async function resume(): Promise<void> {
  for (const pid of stopped) process.kill(pid, 'SIGCONT');
  stopped.clear();
  await forgetRequestCounts();
}
