import { afterAll, beforeAll, expect, it } from 'vitest';
import { GovernanceFixture } from '../test-support/governance-fixture.js';
import { ListAlerts } from './list-alerts.js';

let governance: GovernanceFixture;
beforeAll(async () => {
  governance = await GovernanceFixture.open();
});
afterAll(() => governance.close());

/** Requests of one agent within one minute, so long ago. */
const requests = (agent: string, count: number, ago: string, result = 'denied') =>
  governance.test.ownerQuery(
    `INSERT INTO audit.events (id, version, at, service, agent, action, resource, result, reason, status, request_id, trace_id)
     SELECT uuidv7(), 1, date_trunc('minute', now() - $3::interval) + (n % 60) * interval '1 second',
       CASE n % 2 WHEN 0 THEN 'mcp-server' ELSE 'orders-api' END, $1, 'unknown_route', '/', $4::text,
       CASE $4::text WHEN 'denied' THEN 'insufficient_scope' END, 403, 'r' || n, 't'
     FROM generate_series(1, $2::int) n`,
    [agent, count, ago, result],
  );

const list = (query: { limit: number; cursor?: string }) =>
  governance.as('Auditor', new ListAlerts(), { query });

it('R17: lists who was denied again and again, in which minute, where and why, page by page', async () => {
  await requests('hijacked', 90, '3 minutes');
  await requests('tried-out', 20, '3 minutes');
  await requests('hijacked', 40, '2 hours');
  await requests('clumsy', 19, '3 minutes');
  await requests('busy', 500, '3 minutes', 'allowed');
  await requests('hijacked', 90, '25 hours');
  const { items, nextCursor } = await list({ limit: 50 });
  const told = items.map(({ agent, denials }) => [agent, denials]);
  expect(told).toEqual([
    ['tried-out', 20],
    ['hijacked', 90],
    ['hijacked', 40],
  ]);
  expect(nextCursor).toBeNull();
  expect(items[1]).toMatchObject({
    kind: 'agent_denied_repeatedly',
    minute: expect.stringMatching(/:00Z$/),
    services: ['mcp-server', 'orders-api'],
    reasons: ['insufficient_scope'],
  });
  const pages: unknown[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await list({ limit: 1, ...(cursor && { cursor }) });
    pages.push(...page.items);
    cursor = page.nextCursor;
  }
  expect(pages).toEqual(items);
});
