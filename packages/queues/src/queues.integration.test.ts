import { randomUUID } from 'node:crypto';
import { jobs } from '@stockade/contracts';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { collectResults } from './collector.js';
import { type Consumer, startConsumer } from './consumer.js';
import type { ConsumerEvent } from './consumer-events.js';
import { enqueue, enqueueAll } from './enqueue.js';
import { handle, type JobHandler } from './handler.js';
import { inspectQueues, type QueueInspector } from './inspector.js';
import { startProxy } from './test-support/proxy.js';
import { type QueueSetup, setUpQueues } from './test-support/queue-setup.js';
import { redisBinary } from './test-support/redis-server.js';
import { startVictim } from './test-support/victim.js';

const day = '2011-03-04';
const check = () => ({ shipmentIds: [String(randomUUID())], businessDate: day });
const shipmentOf = ({ shipmentIds: [id = ''] }: Pick<ReturnType<typeof check>, 'shipmentIds'>) => id;
const finding = ({ shipmentIds, businessDate }: ReturnType<typeof check>) => ({
  businessDate,
  findings: shipmentIds.map((shipmentId) => ({
    ...{ shipmentId, etaOn: day, etaEarliestOn: day, etaLatestOn: day },
    exceptions: [],
  })),
});
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

    const track = (
      run: Parameters<typeof handle<typeof jobs.etaCheck>>[1],
      concurrency = 1,
      connection = setup.connection('shipment_tracker'),
    ) => start('shipment_tracker', [handle(jobs.etaCheck, run)], concurrency, connection);
    const start = async (
      consumer: string,
      handlers: JobHandler[],
      concurrency = 1,
      connection = setup.connection(consumer),
    ) => {
      const onEvent = (event: ConsumerEvent) => events.push(event);
      const started = await startConsumer({ consumer, connection, handlers, concurrency, onEvent });
      consumers.push(started);
      return started;
    };
    const notCarried = async () =>
      (await setup.database.ownerQuery('SELECT id FROM queues.outbox WHERE carried_to IS NULL')).length;
    const depth = async (queue: string) => (await inspector.depths()).find((one) => one.queue === queue);

    it('delivers a job when the change it tells of commits, and never when it rolls back', async () => {
      const seen: string[] = [];
      await track(async (fact) => {
        seen.push(shipmentOf(fact));
        return finding(fact);
      });
      const [lost, kept] = [check(), check()];
      await producer.query('BEGIN');
      await enqueue(producer, jobs.etaCheck, lost);
      await producer.query('ROLLBACK');
      await producer.query('BEGIN');
      await enqueue(producer, jobs.etaCheck, kept);
      await producer.query('COMMIT');
      await vi.waitFor(() => expect(seen).toEqual([shipmentOf(kept)]), patiently);
      expect(events).not.toContainEqual(expect.objectContaining({ type: 'error' }));
    });

    it('refuses a login that does not produce for the queue, and enqueues nothing', async () => {
      const stranger = await setup.login('order_agent');
      const before = await depth('shipment-watch');
      await expect(enqueue(stranger, jobs.etaCheck, check())).rejects.toMatchObject({ code: '42501' });
      expect(await notCarried()).toBe(0);
      expect(await depth('shipment-watch')).toEqual(before);
    });

    it('enqueues a delayed job, which waits', async () => {
      const seen: number[] = [];
      await track(async (fact) => {
        seen.push(Date.now());
        return finding(fact);
      });
      const at = Date.now();
      await enqueue(producer, jobs.etaCheck, check(), { delaySeconds: 0.7 });
      await vi.waitFor(() => expect(seen).toHaveLength(1), patiently);
      expect((seen[0] ?? 0) - at).toBeGreaterThanOrEqual(690);
    });

    it('makes one of two jobs of one key while the first waits', async () => {
      const fact = check();
      const before = (await depth('shipment-watch'))?.waiting ?? 0;
      await enqueueAll(producer, jobs.etaCheck, [fact, fact]);
      await enqueue(producer, jobs.etaCheck, fact);
      const seen: string[] = [];
      const other = check();
      await enqueue(producer, jobs.etaCheck, other);
      await vi.waitFor(
        async () => expect((await depth('shipment-watch'))?.waiting).toBe(before + 2),
        patiently,
      );
      await track(async (taken) => {
        seen.push(shipmentOf(taken));
        return finding(taken);
      });
      await vi.waitFor(() => expect(seen).toContain(shipmentOf(other)), patiently);
      expect(seen.filter((id) => id === shipmentOf(fact))).toHaveLength(1);
    });

    it('keeps a job of the same key that comes while the first is handled', async () => {
      const fact = check();
      const runs: string[] = [];
      const gate = Promise.withResolvers<void>();
      await track(async (taken, { jobId }) => {
        runs.push(jobId);
        if (runs.length === 1) await gate.promise;
        return finding(taken);
      });
      await enqueue(producer, jobs.etaCheck, fact);
      await vi.waitFor(() => expect(runs).toHaveLength(1), patiently);
      await enqueue(producer, jobs.etaCheck, fact);
      await enqueue(producer, jobs.etaCheck, fact);
      await vi.waitFor(async () => expect(await notCarried()).toBe(0), patiently);
      gate.resolve();
      await vi.waitFor(() => expect(runs).toHaveLength(2), patiently);
      expect(new Set(runs).size).toBe(2);
      const last = check();
      await enqueue(producer, jobs.etaCheck, last);
      await vi.waitFor(() => expect(runs).toHaveLength(3), patiently);
    });

    it('tries a job again after a failure, with the same id and after a pause', async () => {
      const tries: { jobId: string; attempt: number; at: number }[] = [];
      await track(async (fact, { jobId, attempt }) => {
        tries.push({ jobId, attempt, at: Date.now() });
        if (attempt < 3) throw new Error('not yet');
        return finding(fact);
      });
      await enqueue(producer, jobs.etaCheck, check());
      await vi.waitFor(() => expect(tries).toHaveLength(3), patiently);
      expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
      expect(new Set(tries.map(({ jobId }) => jobId)).size).toBe(1);
      expect((tries[1]?.at ?? 0) - (tries[0]?.at ?? 0)).toBeGreaterThanOrEqual(240);
      await vi.waitFor(() => expect(events.map(({ type }) => type)).toContain('completed'), patiently);
      expect(events.filter(({ type }) => type === 'retried')).toHaveLength(2);
    });

    it('makes a dead letter of a job whose payload is not valid, and shows why', async () => {
      await setup.database.ownerQuery(
        `INSERT INTO queues.producers VALUES (session_user, 'shipment-watch') ON CONFLICT DO NOTHING`,
      );
      await setup.database.ownerQuery(
        `SELECT queues.enqueue('shipment-watch', 'forged', 'eta.check', '{"payload": {"shipmentIds": "x"}}', 0)`,
      );
      await track(async (fact) => finding(fact));
      await vi.waitFor(
        async () => expect(await inspector.deadLetters('shipment-watch')).toHaveLength(1),
        patiently,
      );
      const [letter] = await inspector.deadLetters('shipment-watch');
      expect(letter).toMatchObject({ name: 'eta.check', attempts: 1 });
      expect(letter?.reason).toContain('shipmentIds');
      await inspector.retryDeadLetters('shipment-watch');
      await vi.waitFor(async () => {
        const [again] = await inspector.deadLetters('shipment-watch');
        expect(again).toMatchObject({ id: letter?.id, attempts: 1 });
        expect(again?.failedAt.getTime()).toBeGreaterThan(letter?.failedAt.getTime() ?? 0);
      }, patiently);
      expect(events).toContainEqual(expect.objectContaining({ type: 'dead', job: 'eta.check' }));
    });

    it('stops in time: a handler that will not end is told, and its job is delivered again', async () => {
      const ends: string[] = [];
      const slow = await track(async (fact, { signal }) => {
        ends.push('started');
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        ends.push('aborted');
        throw new Error(`${shipmentOf(fact)} was not checked`);
      });
      await enqueue(producer, jobs.etaCheck, check());
      await vi.waitFor(() => expect(ends).toEqual(['started']), patiently);
      await slow.close(100);
      expect(ends).toEqual(['started', 'aborted']);
      await track(async (fact, { attempt }) => {
        ends.push(`attempt ${attempt}`);
        return finding(fact);
      });
      await vi.waitFor(() => expect(ends).toContain('attempt 2'), patiently);
    });

    it('collects results once each, those of before its start too, and tries again where taking fails', async () => {
      const facts = [check(), check(), check()];
      await track(async (fact) => finding(fact), 3);
      await enqueueAll(producer, jobs.etaCheck, facts);
      await vi.waitFor(
        async () => expect((await depth('shipment-watch'))?.completed).toBeGreaterThan(2),
        patiently,
      );
      const taken = new Map<string, number>();
      const failing = new Set([facts[1]?.shipmentIds[0] ?? '']);
      const collector = await collectResults({
        connection: setup.connection('shipments-api'),
        job: jobs.etaCheck,
        take: async (result) => {
          const id = result.findings[0]?.shipmentId ?? '';
          taken.set(id, (taken.get(id) ?? 0) + 1);
          if (failing.delete(id)) throw new Error('the database is away');
        },
        onError: () => undefined,
      });
      await vi.waitFor(async () => expect((await depth('shipment-watch'))?.completed).toBe(0), patiently);
      const later = check();
      await enqueue(producer, jobs.etaCheck, later);
      await vi.waitFor(() => expect(taken.get(shipmentOf(later))).toBe(1), patiently);
      await collector.close();
      expect(facts.map((fact) => taken.get(shipmentOf(fact)))).toEqual([1, 2, 1]);
    });

    it('delivers the job of a killed worker to the next one within twelve seconds', async () => {
      const fact = check();
      const victim = startVictim(setup.connection('shipment_tracker'));
      await enqueue(producer, jobs.etaCheck, fact);
      await victim.holdsJob;
      const killed = Date.now();
      victim.kill();
      const seen: string[] = [];
      await track(async (taken) => {
        seen.push(shipmentOf(taken));
        return finding(taken);
      });
      await vi.waitFor(() => expect(seen).toContain(shipmentOf(fact)), { timeout: 12_000, interval: 20 });
      console.info(`${backend}: redelivered after ${Date.now() - killed} ms`);
    });

    it('goes on by itself after the queue was away for seconds', async () => {
      const connection = setup.connection('shipment_tracker');
      const proxy = await startProxy(connection.port);
      const seen: string[] = [];
      await track(
        async (taken) => {
          seen.push(shipmentOf(taken));
          return finding(taken);
        },
        2,
        { ...connection, port: proxy.port },
      );
      const [before, after] = [check(), check()];
      await enqueue(producer, jobs.etaCheck, before);
      await vi.waitFor(() => expect(seen).toContain(shipmentOf(before)), patiently);
      proxy.cut();
      await enqueue(producer, jobs.etaCheck, after);
      await vi.waitFor(() => expect(proxy.refused()).toBeGreaterThan(0), patiently);
      proxy.mend();
      await vi.waitFor(() => expect(seen).toContain(shipmentOf(after)), patiently);
      expect(events.map(({ type }) => type)).not.toContain('broken');
      await Promise.all(consumers.splice(0).map((consumer) => consumer.close()));
      proxy.close();
    });

    it('tells of the last change of a key, however many come at once', async () => {
      await setup.database.ownerQuery('CREATE TABLE shipments.counter AS SELECT 0 AS value');
      await setup.database.ownerQuery('GRANT SELECT, UPDATE ON shipments.counter TO carrier_gateway');
      const fact = check();
      let last = 0;
      await track(async (taken) => {
        const rows = await setup.database.ownerQuery<{ value: number }>(
          'SELECT value FROM shipments.counter',
        );
        last = rows[0]?.value ?? 0;
        return finding(taken);
      }, 4);
      const change = async (client: pg.Client) => {
        for (let turn = 0; turn < 50; turn += 1) {
          await client.query('BEGIN');
          await client.query('UPDATE shipments.counter SET value = value + 1');
          await enqueue(client, jobs.etaCheck, fact);
          await client.query('COMMIT');
        }
      };
      const writers = await Promise.all([1, 2, 3, 4].map(() => setup.login('carrier_gateway')));
      await Promise.all(writers.map(change));
      await vi.waitFor(() => expect(last).toBe(200), patiently);
    });

    it('keeps an identity from the queues of others', async () => {
      const other = { ...jobs.requestCreated, consumer: 'shipment_tracker' };
      const seen: unknown[] = [];
      const trespass = startConsumer({
        consumer: 'shipment_tracker',
        connection: setup.connection('shipment_tracker'),
        jobs: [other],
        handlers: [
          handle(other, async (fact) => {
            seen.push(fact);
          }),
        ],
        onEvent: (event) => events.push(event),
      });
      const manager = await setup.login('inventory_manager');
      const request = { sku: 'bandage', location: 'ACCRA', quantity: 5, requestedOn: day, neededOn: day };
      await enqueue(manager, jobs.requestCreated, { requestId: randomUUID(), ...request, declinedBy: [] });
      await trespass.then(
        (consumer) => consumers.push(consumer),
        () => events.push({ type: 'error', queue: 'replenishment', error: new Error('refused') }),
      );
      if (backend === 'redis') {
        await vi.waitFor(() => expect(events.map(({ type }) => type)).toContain('error'), patiently);
      }
      const owner: string[] = [];
      await start('order_placer', [
        handle(jobs.requestCreated, async (fact) => {
          owner.push(fact.requestId);
        }),
      ]);
      await vi.waitFor(() => expect(owner).toHaveLength(1), patiently);
      expect(seen).toEqual([]);
    });

    it('changes nothing when it is installed again, and lets work go on', async () => {
      const seen: string[] = [];
      await track(async (fact) => {
        seen.push(shipmentOf(fact));
        return finding(fact);
      });
      const from = performance.now();
      await setup.install();
      console.info(`${backend}: installed again in ${Math.round(performance.now() - from)} ms`);
      const fact = check();
      await enqueue(producer, jobs.etaCheck, fact);
      await vi.waitFor(() => expect(seen).toContain(shipmentOf(fact)), patiently);
    });
  });
});
