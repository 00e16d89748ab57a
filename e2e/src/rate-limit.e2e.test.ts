import { setTimeout as sleep } from 'node:timers/promises';
import { runningStack } from '@stockade/testing';
import { beforeAll, expect, it } from 'vitest';
import { asAdmin, forgetRequestCounts } from './support/admin-database.js';
import { auditTrail } from './support/audit-trail.js';
import { type Exchange, exchange } from './support/exchange.js';
import { policy, scopesEverywhere, stackRealm } from './support/running-stack.js';
import { stopTheWorld } from './support/world.js';

const reads: Readonly<Record<string, string>> = {
  'inventory-api': '/v1/levels?limit=1',
  'orders-api': '/v1/suppliers?limit=1',
  'shipments-api': '/v1/shipments?limit=1',
};
/** What is left of the window once it is nearly used up; the rest of the minute is not worth waiting for. */
const WINDOW_LEFT_MS = 12_000;

beforeAll(async () => {
  await stopTheWorld();
  await forgetRequestCounts();
});

it('R19: a person has 60 requests a minute and 10 more, over all processes, and each is recorded', async () => {
  const auditor = policy.identities.get('auditor');
  if (auditor === undefined) throw new Error('there is no auditor');
  const allowed = auditor.limits.requestsPerMinute + auditor.limits.burst;
  expect(allowed).toBe(70);
  const token = await stackRealm().tokenOf(auditor, scopesEverywhere(auditor));
  const services = Object.entries(reads);
  const ask = (index: number): Promise<[string, Exchange]> => {
    const [service = '', path = ''] = services[index % services.length] ?? [];
    const url = `${runningStack().services[service]?.url}${path}`;
    return exchange({ method: 'GET', url, headers: {}, body: undefined }, token).then((answer) => [
      service,
      answer,
    ]);
  };

  const first = await ask(0);
  await asAdmin(`UPDATE limits.buckets SET expire = $1 WHERE key LIKE '%auditor'`, [
    Date.now() + WINDOW_LEFT_MS,
  ]);
  const rest = await Promise.all(Array.from({ length: allowed + 20 - 1 }, (_, index) => ask(index + 1)));
  const answers = [first, ...rest];
  const statuses = answers.map(([, { status }]) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(allowed);
  expect(statuses.filter((status) => status === 429)).toHaveLength(20);

  const refused = answers.filter(([, { status }]) => status === 429);
  for (const [, { code, headers }] of refused) {
    expect(code).toBe('rate_limited');
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(WINDOW_LEFT_MS / 1000);
  }
  for (const service of Object.keys(reads)) {
    const here = answers.filter(([name]) => name === service).map(([, answer]) => answer);
    const trail = await auditTrail(
      here.map(({ requestId }) => requestId),
      service,
    );
    expect(
      here.map(({ requestId }) => trail.get(requestId)?.map((one) => [one.agent, one.result, one.reason])),
    ).toEqual(
      here.map(({ status }) => [
        ['auditor', ...(status === 200 ? ['allowed', null] : ['rate_limited', 'rate_limited'])],
      ]),
    );
  }

  await sleep(1000 * Math.max(...refused.map(([, { headers }]) => Number(headers.get('retry-after')))));
  for (const index of services.keys()) expect((await ask(index))[1].status).toBe(200);
});
