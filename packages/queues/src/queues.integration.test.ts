import { randomUUID } from 'node:crypto';
import { jobs } from '@stockade/contracts';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { collectResults } from './collector.js';
import { type Consumer, type ConsumerEvent, startConsumer } from './consumer.js';
import { enqueue } from './enqueue.js';
import { handle, type JobHandler } from './handler.js';
import { inspectQueues, type QueueInspector } from './inspector.js';
import { type QueueSetup, setUpQueues } from './test-support/queue-setup.js';
import { redisBinary } from './test-support/redis-server.js';

const day = '2011-03-04';
const check = () => ({ shipmentId: randomUUID(), businessDate: day });
const finding = (fact: ReturnType<typeof check>) => ({ ...fact, etaOn: day, exceptions: [] });
const patiently = { timeout: 20_000, interval: 20 };

describe.each([
  { backend: 'postgres' as const, present: true },
  { backend: 'redis' as const, present: redisBinary !== undefined },
])('queues on $backend', ({ backend, present }) => {
  describe.skipIf(!present)(present ? 'work' : 'need redis-server or valkey-server on this machine', () => {
    let setup: QueueSetup;
    let producer: pg.Client;
    let inspector: QueueInspector;
    const consumers: Consumer[] = [];
    const events: ConsumerEvent[] = [];

    beforeAll(async () => {
      setup = await setUpQueues(backend);
      producer = await setup.login('carrier_gateway');
      const queues = [...setup.database.policy.identities.values()].flatMap(({ consumes }) => [...consumes]);
      inspector = inspectQueues(setup.admin, queues, (error) => console.error('inspector', error));
    });
    afterEach(async () => {
      await Promise.all(consumers.splice(0).map((consumer) => consumer.close()));
      events.length = 0;
    });
    afterAll(async () => {
      await inspector?.close();
      await setup?.close();
    });

    const track = async (run: Parameters<typeof handle<typeof jobs.etaCheck>>[1], concurrency = 1) =>
      start('shipment_tracker', [handle(jobs.etaCheck, run)], concurrency);
    const start = async (consumer: string, handlers: JobHandler[], concurrency = 1) => {
      const started = await startConsumer({
        consumer,
        connection: setup.connection(consumer),
        handlers,
        concurrency,
        onEvent: (event) => events.push(event),
      });
      consumers.push(started);
      return started;
    };
    const depth = async (queue: string) => (await inspector.depths()).find((one) => one.queue === queue);

    it('delivers a job when the change it tells of commits, and never when it rolls back', async () => {
      const seen: string[] = [];
      await track(async (fact) => {
        seen.push(fact.shipmentId);
        return finding(fact);
      });
      const [lost, kept] = [check(), check()];
      await producer.query('BEGIN');
      await enqueue(producer, jobs.etaCheck, lost);
      await producer.query('ROLLBACK');
      await producer.query('BEGIN');
      await enqueue(producer, jobs.etaCheck, kept);
      await producer.query('COMMIT');
      await vi.waitFor(() => expect(seen).toEqual([kept.shipmentId]), patiently);
      expect(seen).toEqual([kept.shipmentId]);
      expect(events).not.toContainEqual(expect.objectContaining({ type: 'error' }));
    });
  });
});
