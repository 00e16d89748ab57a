import { expect, it } from 'vitest';
import { asAdmin } from '../support/admin-database.js';
import { auditTrail } from '../support/audit-trail.js';
import { expectExactlyOnce } from '../support/exactly-once.js';
import { heldCommitOf, whileCommitsAreHeld } from '../support/held-commits.js';
import { attempt, insist } from '../support/keyed-request.js';
import { kill, pidOf, startedAgain } from '../support/processes.js';
import { adjustment, openPlace, type Place } from '../support/stock.js';
import { until } from '../support/until.js';

it('fault 4 R20: an API killed between its commit and its answer answers the retry as it would have', async () => {
  const place = await openPlace();
  const request = adjustment(place);
  const before = await pidOf('inventory-api');
  const first = await permitsFor(place);
  const unanswered = await whileCommitsAreHeld(async () => {
    const sending = attempt(request);
    await heldCommitOf('inventory_manager');
    kill(before);
    return sending;
  });
  expect(unanswered.answer).toBeUndefined();
  await startedAgain('inventory-api', before);

  const again = await insist(request);
  expect([again.answer.status, again.answer.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
  const trail = await auditTrail([unanswered.requestId], 'inventory-api');
  expect(trail.get(unanswered.requestId)).toMatchObject([{ result: 'allowed', status: 201, detail: null }]);
  await expectExactlyOnce([...first, { ...again, attempts: [unanswered, ...again.attempts] }], place);
});

/** Makes the API draw permits for the agent, which is a commit too, and which last for seconds. */
async function permitsFor(place: Place) {
  const sent = [await insist(adjustment(place))];
  await until('permits', 70_000, async () => {
    const [row] = await asAdmin<{ left: number }>(
      `SELECT (expire - extract(epoch FROM clock_timestamp()) * 1000)::float8 AS left FROM limits.buckets
       WHERE key = 'agent:inventory_bot'`,
    );
    if (row !== undefined && row.left > 10_000) return true;
    sent.push(await insist(adjustment(place)));
    return undefined;
  });
  return sent;
}
