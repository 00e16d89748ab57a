import { randomUUID } from 'node:crypto';
import { jobs } from '@stockade/contracts';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startConsumer } from './consumer.js';
import type { ConsumerEvent } from './consumer-events.js';
import { enqueue } from './enqueue.js';
import { handle } from './handler.js';
import { type QueueSetup, setUpQueues } from './test-support/queue-setup.js';

const day = '2011-03-04';
const refused = { code: '42501' };
const addJob = `INSERT INTO bullmq.job (queue, id, seq, name, state, added_at_ms)
  VALUES ('shipment-watch', 'forged', 1, 'eta.check', 'waiting', 0)`;

describe('queue logins on Postgres', () => {
  let setup: QueueSetup;
  let producer: pg.Client;
  let tracker: pg.Client;
  let collector: pg.Client;
  const check = { shipmentIds: [randomUUID()], businessDate: day };

  beforeAll(async () => {
    setup = await setUpQueues('postgres');
    producer = await setup.login('carrier_gateway');
    tracker = await setup.queueLogin('shipment_tracker');
    collector = await setup.queueLogin('shipments-api');
    await enqueue(producer, jobs.etaCheck, check);
    await enqueue(producer, jobs.asnDelivered, {
      shipmentId: randomUUID(),
      orderId: randomUUID(),
      deliveredOn: day,
      destination: 'ACCRA',
      asnLineId: randomUUID(),
      requestId: randomUUID(),
      sku: 'bandage',
      quantity: 1,
    });
  });
  afterAll(() => setup?.close());

  const queuesSeenBy = async (client: pg.Client, table = 'job') => {
    const { rows } = await client.query<{ queue: string }>(`SELECT DISTINCT queue FROM bullmq.${table}`);
    return rows.map(({ queue }) => queue);
  };

  it('shows a consumer its own queues and no others', async () => {
    expect(await queuesSeenBy(tracker)).toEqual(['shipment-watch']);
    expect(await queuesSeenBy(tracker, 'event')).toEqual(['shipment-watch']);
    expect((await tracker.query(`DELETE FROM bullmq.job WHERE queue = 'receipts'`)).rowCount).toBe(0);
  });

  it('lets a consumer take jobs, not make them or change what they say', async () => {
    await expect(tracker.query(addJob)).rejects.toMatchObject(refused);
    await expect(tracker.query(`UPDATE bullmq.job SET data = '{}'`)).rejects.toMatchObject(refused);
    await expect(
      tracker.query(`INSERT INTO bullmq.dedup_next VALUES ('shipment-watch', 'k', '{}')`),
    ).rejects.toMatchObject(refused);
    await expect(
      tracker.query(`SELECT queues.enqueue('shipment-watch', 'k', 'eta.check', '{}', 0)`),
    ).rejects.toMatchObject(refused);
    await expect(tracker.query('SELECT * FROM shipments.shipments')).rejects.toMatchObject(refused);
  });

  it('R22: shows a collector the completed jobs of its queue alone', async () => {
    expect(await queuesSeenBy(collector)).toEqual([]);
    await setup.database.ownerQuery(`UPDATE bullmq.job SET state = 'completed'`);
    expect(await queuesSeenBy(collector)).toEqual(['shipment-watch']);
    await expect(collector.query(addJob)).rejects.toMatchObject(refused);
    expect((await collector.query(`UPDATE bullmq.job SET state = 'waiting'`)).rowCount).toBe(0);
  });

  it('R22: is a member of nothing and owns nothing', async () => {
    const rows = await setup.database.ownerQuery(
      `SELECT rolname FROM pg_roles r WHERE rolname LIKE '%\\_queue' AND (rolinherit OR rolsuper OR rolbypassrls
         OR rolcreaterole OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid)
         OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid))`,
    );
    expect(rows).toEqual([]);
  });

  it('has row security on every table that names a queue', async () => {
    const rows = await setup.database.ownerQuery(
      `SELECT relname FROM pg_class c WHERE relnamespace = 'bullmq'::regnamespace AND relkind = 'r' AND NOT relrowsecurity
         AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('queue', 'parent_queue'))`,
    );
    expect(rows).toEqual([]);
  });

  it('keeps a waiting job from its consumer until a change that it also tells of is committed', async () => {
    const fact = { shipmentIds: [randomUUID()], businessDate: day };
    await enqueue(producer, jobs.etaCheck, fact);
    await producer.query('BEGIN');
    await enqueue(producer, jobs.etaCheck, fact);
    let committed = false;
    const handledAfterCommit: boolean[] = [];
    const consumer = await startTracker(async () => {
      handledAfterCommit.push(committed);
    });
    await vi.waitFor(async () => {
      const taking = await setup.database.ownerQuery(
        `SELECT FROM pg_stat_activity WHERE usename = 'shipment_tracker_queue' AND query LIKE '%move_to_active%'`,
      );
      expect(taking.length).toBeGreaterThan(0);
    });
    committed = true;
    await producer.query('COMMIT');
    await vi.waitFor(() => expect(handledAfterCommit).toEqual([true]));
    await consumer.close();
  });

  it('goes on after its connections were cut', async () => {
    let handled = 0;
    const consumer = await startTracker(async () => {
      handled += 1;
    });
    await setup.database.ownerQuery(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'shipment_tracker_queue'`,
    );
    await enqueue(producer, jobs.etaCheck, { shipmentIds: [randomUUID()], businessDate: day });
    await vi.waitFor(() => expect(handled).toBe(1), { timeout: 15_000 });
    await consumer.close();
  });

  it('stops, and says so, when its login loses its rights', async () => {
    const events: ConsumerEvent[] = [];
    const consumer = await startTracker(
      async () => undefined,
      (event) => events.push(event),
    );
    await setup.database.ownerQuery('REVOKE USAGE ON SCHEMA bullmq FROM shipment_tracker_queue');
    await enqueue(producer, jobs.etaCheck, { shipmentIds: [randomUUID()], businessDate: day });
    await vi.waitFor(() => expect(events.map(({ type }) => type)).toContain('broken'), { timeout: 15_000 });
    await consumer.close();
    await setup.install();
  });

  it('does not start with a wrong password', async () => {
    const connection = { ...setup.connection('shipment_tracker'), user: 'inventory_bot_queue' };
    await expect(
      startTracker(
        async () => undefined,
        () => undefined,
        connection,
      ),
    ).rejects.toThrow(/password/);
  });

  const startTracker = (
    look: () => Promise<void>,
    onEvent: (event: ConsumerEvent) => void = () => undefined,
    connection = setup.connection('shipment_tracker'),
  ) =>
    startConsumer({
      consumer: 'shipment_tracker',
      connection,
      handlers: [
        handle(jobs.etaCheck, async (fact) => {
          await look();
          return { businessDate: fact.businessDate, findings: [] };
        }),
      ],
      onEvent,
    });
});
