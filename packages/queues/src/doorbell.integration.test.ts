import { randomUUID } from 'node:crypto';
import { jobs } from '@stockade/contracts';
import { type TestDatabase, testDatabase } from '@stockade/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { DOORBELL, Doorbell } from './doorbell.js';
import { enqueue } from './enqueue.js';
import { enqueueFunction } from './enqueue-function.js';

const stop = new AbortController();
let database: TestDatabase;
let producer: pg.Client;
let relay: pg.Client;
let listener: pg.Client;
let rings: string[];

beforeAll(async () => {
  database = await testDatabase();
  await database.ownerQuery(enqueueFunction('redis'));
  [producer, relay, listener] = await Promise.all([
    database.connectAs('carrier_gateway'),
    database.connectAs('relay'),
    database.connectAs('relay'),
  ]);
  listener.on('notification', ({ payload }) => rings.push(payload ?? ''));
  await listener.query(`LISTEN ${DOORBELL}`);
});
beforeEach(() => {
  rings = [];
});
afterAll(async () => {
  await Promise.all([producer, relay, listener].map((client) => client.end()));
  await database.close();
});

const tell = () =>
  enqueue(producer, jobs.etaCheck, { shipmentIds: [randomUUID()], businessDate: '2011-03-04' });
/** Everything that rang before this call. */
async function ringsUntilNow(): Promise<string[]> {
  await listener.query(`NOTIFY ${DOORBELL}, 'now'`);
  await vi.waitFor(() => expect(rings).toContain('now'));
  return rings.filter((ring) => ring !== 'now');
}
const asleep = async () => {
  const rows = await database.ownerQuery(
    `SELECT FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows.length === 1;
};

it('is rung by who enqueues while the relay sleeps, and wakes it', async () => {
  const doorbell = new Doorbell(relay);
  await doorbell.listen();
  const looks: number[] = [];
  const waited = doorbell.wait(async () => looks.push(0) - 1, stop.signal);
  await vi.waitFor(async () => expect(await asleep()).toBe(true));
  await tell();
  expect(await ringsUntilNow()).toEqual(['']);
  await waited;
  expect(looks).toEqual([0]);
  expect(await asleep()).toBe(false);
});

it('is left alone while the relay is awake', async () => {
  await tell();
  expect(await ringsUntilNow()).toEqual([]);
});

it('lets the relay sleep only once those who did not ring have committed', async () => {
  const doorbell = new Doorbell(relay);
  const look = vi.fn(async () => 1);
  await producer.query('BEGIN');
  await tell();
  await doorbell.wait(look, stop.signal);
  expect(look).not.toHaveBeenCalled();
  await producer.query('COMMIT');
  await doorbell.wait(look, stop.signal);
  expect(look).toHaveBeenCalledOnce();
});
