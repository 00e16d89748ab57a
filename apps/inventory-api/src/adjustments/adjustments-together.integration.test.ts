import { randomUUID } from 'node:crypto';
import { type RunningService, startService } from '@stockade/service';
import { serviceEnvironment, type TestDatabase, testDatabase } from '@stockade/testing';
import { LoopbackIssuer } from '@stockade/testing/issuer';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { inventoryApi } from '../inventory-api.js';

let database: TestDatabase;
let issuer: LoopbackIssuer;
let services: RunningService[];
let token: string;

const PLACES = 8;
const location = 'ACCRA';
const skuOf = (place: number) => `item-${place}`;

beforeAll(async () => {
  [database, issuer] = await Promise.all([testDatabase(), LoopbackIssuer.start()]);
  const env = serviceEnvironment(database, issuer.url);
  services = await Promise.all([startService(inventoryApi, env), startService(inventoryApi, env)]);
  token = await issuer.token();
  await database.ownerQuery(
    "INSERT INTO inventory.items (sku, name, units_per_pack) SELECT 'item-' || n, 'Item', 1 FROM generate_series(0, $1::int - 1) n",
    [PLACES],
  );
  await database.ownerQuery(
    'INSERT INTO inventory.levels (sku, location) SELECT sku, $1 FROM inventory.items',
    [location],
  );
});
afterAll(async () => {
  await Promise.all(services.map((service) => service.close()));
  await issuer.stop();
  await database.close();
});
// The first adjustment of a process is made alone, and tells it the business day.
beforeEach(async () => {
  for (const process of [0, 1]) expect((await adjust({ process, delta: 100 })).status).toBe(201);
});

interface Adjustment {
  readonly place?: number;
  readonly sku?: string;
  readonly delta?: number;
  readonly key?: string;
  readonly process?: number;
}

async function adjust({
  place = 0,
  sku = skuOf(place),
  delta = 1,
  key = randomUUID(),
  process = 0,
}: Adjustment) {
  const answer = await fetch(`${services[process]?.url}/v1/adjustments`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify({ sku, location, delta, reason: 'found' }),
  });
  return {
    status: answer.status,
    requestId: answer.headers.get('x-request-id') ?? '',
    replayed: answer.headers.get('idempotent-replayed') === 'true',
    body: (await answer.json()) as { id: string; code?: string; level: { onHand: number; version: number } },
  };
}

/** Stock and movements of each place; the same as one sums up the other. */
async function stock() {
  const rows = await database.ownerQuery<{ on_hand: number; moved: number; movements: number }>(
    `SELECT on_hand::int, (SELECT coalesce(sum(delta), 0)::int FROM inventory.movements m WHERE m.sku = l.sku) AS moved,
       (SELECT count(*)::int FROM inventory.movements m WHERE m.sku = l.sku) AS movements
     FROM inventory.levels l ORDER BY sku`,
  );
  expect(rows.map((row) => row.on_hand)).toEqual(rows.map((row) => row.moved));
  return rows;
}

const recordsOf = async (answers: readonly { requestId: string }[]) =>
  (
    await database.ownerQuery<{
      status: number;
      reason: string | null;
      resource: string;
      request_id: string;
    }>('SELECT status, reason, resource, request_id FROM audit.events WHERE request_id = ANY($1)', [
      answers.map(({ requestId }) => requestId),
    ])
  ).toSorted((a, b) => (a.request_id < b.request_id ? -1 : 1));

/** Each answer has one record, of what it was. */
async function expectOneRecordEach(answers: readonly Awaited<ReturnType<typeof adjust>>[]) {
  const due = answers.map(({ requestId, status, body }) => ({
    status,
    reason: body.code ?? null,
    resource: status === 201 ? `/v1/adjustments/${body.id}` : '/v1/adjustments',
    request_id: requestId,
  }));
  expect(await recordsOf(answers)).toEqual(due.toSorted((a, b) => (a.request_id < b.request_id ? -1 : 1)));
}

it('R20: 64 callers over two processes: every place sums up, every answer is its own and leaves one record', async () => {
  const before = await stock();
  const asked = Array.from({ length: 64 }, (_, n) => ({ place: n % PLACES, delta: n + 1, process: n % 2 }));
  const answers = await Promise.all(asked.map(adjust));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(64);
  const after = await stock();
  for (let place = 0; place < PLACES; place += 1) {
    const moved = asked.filter((one) => one.place === place).reduce((sum, { delta }) => sum + delta, 0);
    expect(after[place]?.on_hand).toBe((before[place]?.on_hand ?? 0) + moved);
  }
  await expectOneRecordEach(answers);
});

it('a member that is refused, or asks of what is not there, changes nothing and costs its neighbours nothing', async () => {
  const before = await stock();
  const refused = { place: 1, delta: -90_000, key: randomUUID() };
  const asked = [{ place: 2 }, refused, { sku: 'item-none' }, { place: 3 }];
  const answers = await Promise.all(asked.map(adjust));
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
    [201, undefined],
    [409, 'insufficient_stock'],
    [404, 'not_found'],
    [201, undefined],
  ]);
  expect((await stock()).map(({ movements }) => movements)).toEqual(
    before.map(({ movements }, place) => (place === 2 || place === 3 ? movements + 1 : movements)),
  );
  const again = await adjust(refused);
  expect([again.status, again.replayed]).toEqual([409, true]);
  await expectOneRecordEach([...answers, again]);
});

it('one key that is sent often at the same moment, to two processes and with its neighbours, has one effect', async () => {
  const before = (await stock())[4];
  const key = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 32 }, (_, n) =>
      adjust(n % 2 === 0 ? { place: 4, key, process: n % 4 === 0 ? 0 : 1 } : { place: 5 + (n % 3) }),
    ),
  );
  const same = answers.filter((_, n) => n % 2 === 0);
  expect((await stock())[4]?.movements).toBe((before?.movements ?? 0) + 1);
  expect(new Set(same.filter(({ status }) => status === 201).map(({ body }) => body.id)).size).toBe(1);
  for (const { status, body } of same) {
    if (status !== 201) expect([status, body.code]).toEqual([409, 'idempotency_key_in_use']);
  }
  expect((await adjust({ place: 4, key, delta: 2 })).body.code).toBe('idempotency_key_reused');
  await expectOneRecordEach(answers);
});

it('R20: where the record is refused nothing is changed, and the same request is done once it is not', async () => {
  const before = await stock();
  const asked = Array.from({ length: PLACES }, (_, place) => ({ place, key: randomUUID() }));
  await database.ownerQuery('REVOKE INSERT ON audit.events FROM inventory_manager');
  const answers = await Promise.all(asked.map(adjust));
  await database.ownerQuery('GRANT INSERT ON audit.events TO inventory_manager');
  expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set(['audit_unavailable']));
  expect(await stock()).toEqual(before);
  const again = await Promise.all(asked.map(adjust));
  expect(again.map(({ status, replayed }) => [status, replayed])).toEqual(asked.map(() => [201, false]));
  await expectOneRecordEach([...answers, ...again]);
});

it('R20: of a connection that is cut each caller learns, and the same request is done exactly once', async () => {
  const before = await stock();
  await database.ownerQuery(
    'CREATE FUNCTION inventory.wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(20); RETURN NEW; END $$',
  );
  await database.ownerQuery(
    "CREATE TRIGGER wait BEFORE INSERT ON inventory.movements FOR EACH ROW WHEN (NEW.sku = 'item-0') EXECUTE FUNCTION inventory.wait()",
  );
  const asked = Array.from({ length: PLACES }, (_, place) => ({ place, key: randomUUID() }));
  const cut = Promise.all(asked.map(adjust));
  await vi.waitFor(async () => {
    const [row] = await database.ownerQuery<{ killed: number }>(
      `SELECT count(pg_terminate_backend(pid))::int AS killed FROM pg_stat_activity
       WHERE wait_event = 'PgSleep' AND datname = current_database()`,
    );
    expect(row?.killed).toBeGreaterThan(0);
  });
  await database.ownerQuery('DROP TRIGGER wait ON inventory.movements');
  const answers = await cut;
  expect(answers.map(({ body }) => body.code)).toContain('unavailable');
  const again = await Promise.all(asked.map(adjust));
  expect(new Set(again.map(({ status }) => status))).toEqual(new Set([201]));
  expect((await stock()).map(({ movements }) => movements)).toEqual(
    before.map(({ movements }) => movements + 1),
  );
  await expectOneRecordEach([...answers, ...again]);
});

it('tells inventory_bot of each changed level, with the business day as it is when the change is made', async () => {
  const told = () =>
    database.ownerQuery<{ day: string; places: number }>(
      `SELECT data -> 'payload' ->> 'businessDate' AS day, count(*)::int AS places
       FROM bullmq.job WHERE queue = 'inventory-planning' GROUP BY 1 ORDER BY 1`,
    );
  expect(await told()).toEqual([]);
  for (const day of ['2012-02-01', '2012-02-02']) {
    await database.ownerQuery('INSERT INTO inventory.business_days (date) VALUES ($1)', [day]);
    // The first of these finds that the day has changed.
    await Promise.all(Array.from({ length: PLACES }, (_, place) => adjust({ place })));
    await Promise.all(Array.from({ length: PLACES }, (_, place) => adjust({ place })));
  }
  expect(await told()).toEqual([
    { day: '2012-02-01', places: PLACES },
    { day: '2012-02-02', places: PLACES },
  ]);
  await stock();
});

it('whatever is asked at the same moment: stock never falls below zero, and what was promised is there', async () => {
  const adjustment = fc.record({
    place: fc.nat(PLACES - 1),
    delta: fc.integer({ min: -60, max: 60 }).filter((delta) => delta !== 0),
    process: fc.nat(1),
    // Few, so that keys meet; some with another body than before.
    key: fc.option(fc.nat(20), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(adjustment, { minLength: 1, maxLength: 40 }), fc.uuid(), async (asked, run) => {
      const before = await stock();
      const sent = asked.map(({ key, ...one }) => ({
        ...one,
        ...(key !== undefined && { key: `${run}-${key}` }),
      }));
      const answers = await Promise.all(sent.map(adjust));
      const after = await stock();
      expect(Math.min(...after.map(({ on_hand }) => on_hand))).toBeGreaterThanOrEqual(0);
      const moved = before.map(() => 0);
      const counted = new Set<string>();
      for (const [n, { status, body }] of answers.entries()) {
        const { place, delta } = asked[n] ?? { place: 0, delta: 0 };
        if (status !== 201 || counted.has(body.id)) continue;
        counted.add(body.id);
        moved[place] = (moved[place] ?? 0) + delta;
      }
      expect(after.map(({ on_hand }) => on_hand)).toEqual(
        before.map(({ on_hand }, place) => on_hand + (moved[place] ?? 0)),
      );
      await expectOneRecordEach(answers);
    }),
    { numRuns: 15 },
  );
});
