import { desktopClient } from '@stockade/access';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { chaseLateShipment, investigateStockOut, reviewOrder } from './agents/jobs.js';
import { doJob } from './agents/mcp-agent.js';
import { asAdmin, databaseTime, forgetRequestCounts } from './support/admin-database.js';
import { tokenFor } from './support/callers.js';
import { mcpUrl } from './support/mcp-calls.js';
import { placeOrder, reported, requested, shippedFor } from './support/purchases.js';
import { policy, stackRealm } from './support/running-stack.js';
import { openPlace } from './support/stock.js';
import { stopTheWorld } from './support/world.js';

const service = 'mcp-server';
/** Above it an order waits for a person. */
const limit = policy.roles.get('OrderAgent')?.limits.approvalAboveMinor ?? 0;

let since: Date;
beforeAll(stopTheWorld);
beforeEach(async () => {
  await forgetRequestCounts();
  since = await databaseTime();
});

/** Tools that the audit has records of, as it has them of the server and of the APIs behind it. */
async function recordsOf(agent: string) {
  const records = await asAdmin<{ service: string; action: string; through: string | null; result: string }>(
    'SELECT service, action, through, result FROM audit.events WHERE agent = $1 AND at >= $2 ORDER BY at, id',
    [agent, since],
  );
  expect(records.every(({ result }) => result === 'allowed')).toBe(true);
  const here = records.filter((one) => one.service === service && !one.action.startsWith('mcp'));
  const there = records.filter((one) => one.service !== service && one.through === service);
  expect(there).toHaveLength(here.length);
  return here.map(({ action }) => action);
}

it('inventory_bot investigates a stock-out', async () => {
  const about = { ...(await openPlace()) };
  since = new Date();
  const done = await doJob({
    url: mcpUrl(),
    token: await tokenFor('inventory_bot', service),
    prompt: 'investigate_stock_out',
    about,
    script: investigateStockOut(about),
  });
  expect(done.task).toContain(`Find out why ${about.sku}`);
  expect(done.conclusion).toBe('Runs out on 2011-01-04: 0 available, 1 announced, 0 requested. Request 1.');
  expect(await recordsOf('inventory_bot')).toEqual(done.called);
});

it('a person’s own program reviews an order for approval, and cannot approve it', async () => {
  const order = await placeOrder(await requested(limit + 1));
  expect(order.status).toBe('pending_approval');
  // Signed in as such programs do, and given no scope for which a person must come in person.
  const { access_token: token } = await stackRealm().signIn(
    'approver',
    'orders:read suppliers:read',
    desktopClient,
  );
  const about = { id: order.id };
  const done = await doJob({
    url: mcpUrl(),
    token,
    prompt: 'review_order',
    about,
    script: reviewOrder(about),
  });
  expect(done.conclusion).toMatch(
    /^approve: \d+ cents; the offer is the cheapest; orders for the request: 1\.$/,
  );
  expect(done.shown).toContain('orders_get');
  expect(done.shown).not.toContain('orders_approve');
  expect(await recordsOf('approver')).toEqual(done.called);
});

it('shipment_tracker chases a late shipment', async () => {
  const need = await requested(1);
  const about = { id: await shippedFor(need, 'OL-2011-0042') };
  await reported(about.id, 'receiving', '2011-02-20T08:00:00Z');
  const done = await doJob({
    url: mcpUrl(),
    token: await tokenFor('shipment_tracker', service),
    prompt: 'chase_late_shipment',
    about,
    script: chaseLateShipment(about),
  });
  expect(done.conclusion).toMatch(
    /^17 days late, last receiving at 2011-02-20T\S+\. To the carrier: why did OL-2011-0042 come late\?$/,
  );
  expect(await recordsOf('shipment_tracker')).toEqual(done.called);
});
