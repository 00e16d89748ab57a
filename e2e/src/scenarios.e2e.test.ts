import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { asAdmin } from './support/admin-database.js';
import { queueDepths } from './support/queue-depths.js';
import { stackDone } from './support/running-stack.js';
import { repository, run, stackEnvironment } from './support/stack-command.js';
import { brokenInvariants } from './support/supply-chain.js';
import { until } from './support/until.js';
import { startTheWorld, stopTheWorld } from './support/world.js';

const EFFECT_MS = 120_000;
const LONG = ['--days', '3000'];

const place = () => ({ stackDir: inject('stackDir'), portBase: inject('portBase') });
/** The command line as a person uses it. */
const scenario = (...words: string[]) =>
  run([join(repository, 'tools', 'scenario', 'dist', 'main.js'), ...words], stackEnvironment(place()));

const listed = z.object({ on: z.array(z.object({ name: z.string() })) });
async function namesOfWhatIsOn(): Promise<string[]> {
  const { stdout } = await scenario('--json');
  return listed
    .parse(JSON.parse(stdout))
    .on.map(({ name }) => name)
    .sort();
}
const deadLetters = async () => (await queueDepths()).reduce((sum, { failed }) => sum + failed, 0);

let since: Date;
let deadBefore: number;

beforeAll(async () => {
  const [clock] = await asAdmin<{ now: Date }>('SELECT now()');
  since = clock?.now ?? new Date();
  deadBefore = await deadLetters();
  await startTheWorld();
}, EFFECT_MS);
afterAll(async () => {
  await scenario('off');
  await stopTheWorld();
}, EFFECT_MS);

it('refuses what there is not, and begins nothing', async () => {
  expect(await scenario('flood')).toMatchObject({ code: 2, stderr: expect.stringContaining('port-closure') });
  const nowhere = await scenario('port-closure', '--location', 'ATLANTIS');
  expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('ACCRA') });
  expect(await scenario('over-delivery', '--factor', '7')).toMatchObject({ code: 1 });
  expect(await namesOfWhatIsOn()).toEqual([]);
});

it('shows what several scenarios do to the loop, and nothing is lost, doubled or given up', {
  timeout: 2 * EFFECT_MS,
}, async () => {
  for (const words of [
    ['supplier-outage', '--supplier', 'Aurobindo Pharma', '--factor', '1'],
    ['over-delivery', '--factor', '1'],
    ['noisy-carrier', '--factor', '0.7'],
  ]) {
    expect(await scenario(...words, ...LONG)).toMatchObject({ code: 0 });
  }
  // The world keeps in mind what is on.
  await stackDone('stop', 'world');
  expect(await scenario()).toMatchObject({ code: 3, stdout: expect.stringContaining('does not run') });
  await stackDone('start', 'world');
  expect(await namesOfWhatIsOn()).toEqual(['noisy-carrier', 'over-delivery', 'supplier-outage']);

  await Promise.all(
    Object.entries(effects).map(([what, sql]) =>
      until(what, EFFECT_MS, async () => ((await asAdmin(sql, [since])).length > 0 ? true : undefined)),
    ),
  );
  expect(await scenario('off', 'noisy-carrier')).toMatchObject({ code: 0 });
  expect(await scenario('off')).toMatchObject({ code: 0 });
  await until('the end of all scenarios', EFFECT_MS, async () =>
    (await namesOfWhatIsOn()).length === 0 ? true : undefined,
  );
  expect(await brokenInvariants()).toEqual([]);
  expect(await deadLetters()).toBe(deadBefore);
});

/** Each is seen once its statement finds a row. */
const effects: Readonly<Record<string, string>> = {
  'an order that its supplier declines': `
    SELECT FROM orders.orders WHERE status = 'declined' AND decision_reason = 'We cannot deliver at present.'
      AND uuid_extract_timestamp(id) > $1 LIMIT 1`,
  'surplus goods that wait for a person': `
    SELECT FROM inventory.holds WHERE reason = 'over_delivery' AND status = 'active' AND placed_at > $1 LIMIT 1`,
  'an event that is told after a later one, with the shipment further on': `
    SELECT FROM shipments.events one JOIN shipments.events later USING (shipment_id)
      JOIN shipments.shipments s ON s.id = shipment_id
    WHERE one.event_time < later.event_time AND one.record_time > later.record_time AND one.record_time > $1
      AND one.biz_step = 'departing' AND s.status IN ('in_transit', 'out_for_delivery', 'delivered') LIMIT 1`,
};
