import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JobPayload, jobs } from '@stockade/contracts';
import { statement } from '@stockade/database';
import { enqueue, handle, installQueues, queueConnectionFromEnv, startConsumer } from '@stockade/queues';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Environment, type JobConsumer, type ResultCollector, startService } from './index.js';
import { type NoteStack, noteStack, definition as notesDefinition } from './test-support/note-service.js';

type Fact = JobPayload<typeof jobs.orderChanged>;

let stack: NoteStack;
let env: Environment;
const { openapi } = notesDefinition;
const closers: (() => Promise<void>)[] = [];
const patiently = { timeout: 20_000, interval: 50 };
const insert = statement('note_of_job', 'INSERT INTO inventory.notes (text) VALUES ($1)');

beforeAll(async () => {
  stack = await noteStack();
  const { adminUrl, policy, secretsDir } = stack.database;
  const passwordOf = (identity: string) => readFileSync(join(secretsDir, 'queue', identity), 'utf8').trim();
  await installQueues({ admin: { backend: 'postgres', adminUrl }, policy, passwordOf });
  await stack.database.ownerQuery(
    'GRANT USAGE ON SCHEMA inventory TO shipments_service; GRANT INSERT ON inventory.notes TO inventory_service, shipments_service',
  );
  env = { ...stack.env, STOCKADE_QUEUE: 'postgres' };
});
afterAll(async () => {
  await Promise.all(closers.map((close) => close()));
  await stack.close();
});

async function enqueueAs<J extends Parameters<typeof enqueue>[1]>(
  login: string,
  job: J,
  payload: JobPayload<J>,
) {
  const client = await stack.database.connectAs(login);
  await enqueue(client, job, payload);
  await client.end();
}

it('takes up a job on its own login, with a record of its own, and tries again what failed', async () => {
  let attempts = 0;
  const takeUp: JobConsumer<typeof jobs.orderChanged> = {
    job: jobs.orderChanged,
    async run(fact, unit) {
      attempts += 1;
      await unit.query(insert, [fact.orderId]);
      if (attempts === 1) throw new Error('the first time it fails');
    },
  };
  const other: JobConsumer<typeof jobs.reservationExpires> = {
    job: jobs.reservationExpires,
    run: async () => undefined,
  };
  const consumers = [takeUp, other];
  const definition = { name: 'inventory-api', openapi, operations: [], consumers } as const;
  const service = await startService(definition, env, []);
  closers.push(service.close);
  const fact: Fact = {
    requestId: randomUUID(),
    orderId: randomUUID(),
    supplierId: randomUUID(),
    unconfirmed: 0,
    status: 'approved',
    quantity: 5,
    expectedOn: null,
    version: 1,
  };
  await enqueueAs('order_agent', jobs.orderChanged, fact);
  await vi.waitFor(async () => expect(await stack.countNotes()).toBe(1), patiently);
  const of = { agent: 'inventory-api', role: 'InventoryService', action: 'order.changed' };
  const resource = expect.stringContaining(`order-${fact.orderId}-${fact.requestId}-1`);
  expect(await stack.newRecords()).toMatchObject([
    { ...of, result: 'failed', reason: 'internal_error', resource },
    { ...of, result: 'allowed', reason: null, resource },
  ]);
});

it('records what an agent found, the result of its job', async () => {
  const collector: ResultCollector<typeof jobs.etaCheck> = {
    job: jobs.etaCheck,
    async take(finding, unit) {
      await unit.query(insert, [finding.businessDate]);
    },
  };
  const definition = { name: 'shipments-api', openapi, operations: [], collectors: [collector] } as const;
  const service = await startService(definition, env, []);
  const tracker = await startConsumer({
    consumer: 'shipment_tracker',
    connection: queueConnectionFromEnv(env, 'shipment_tracker'),
    handlers: [handle(jobs.etaCheck, async () => ({ businessDate: '2012-01-02', findings: [] }))],
    onEvent: () => undefined,
  });
  closers.push(service.close, () => tracker.close());
  await enqueueAs('carrier_gateway', jobs.etaCheck, {
    shipmentIds: [randomUUID()],
    businessDate: '2012-01-01',
  });
  const records = await vi.waitUntil(async () => {
    const found = await stack.newRecords();
    return found.length > 0 && found;
  }, patiently);
  expect(records).toMatchObject([{ agent: 'shipments-api', action: 'eta.check', result: 'allowed' }]);
  expect(
    await stack.database.ownerQuery("SELECT text FROM inventory.notes WHERE text = '2012-01-02'"),
  ).toHaveLength(1);
});
