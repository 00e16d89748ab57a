import { type Client, createClient } from '@stockade/clients';
import { jobs, MOST_JOURNEYS, shipments } from '@stockade/contracts';
import { type Consumer, handle, queueConnectionFromEnv, startConsumer } from '@stockade/queues';
import { type RunningService, startService } from '@stockade/service';
import { everyPage, PlanLog, serviceEnvironment, type TestDatabase, testDatabase } from '@stockade/testing';
import { callerTokens, LoopbackIssuer } from '@stockade/testing/issuer';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { shipmentsApi } from './shipments-api.js';
import { anEvent, notice } from './test-support/shipments-fixture.js';
import { shipmentsVolume, shipmentUnderWay, volumeId } from './test-support/shipments-volume.js';

/** More than a page of any list, far less than a table. */
const MOST_ROWS = 500;
const mayReadMore = {
  'DELETE FROM shipments.idempotency_keys':
    'forgets old answers in the background; a BRIN index finds whole ranges of pages',
};
/** Statements without a name: Postgres plans each for its values and for no others. */
const mayReadMoreWhereForced = {
  ...mayReadMore,
  'SELECT "Shipment"': 'is never planned for any values',
  'SELECT document': 'is never planned for any values',
};
const machine = (name: string, role: string, scope: string) => ({
  aud: 'shipments-api',
  azp: name,
  client_id: name,
  roles: [role],
  scope,
});

let database: TestDatabase;
let issuer: LoopbackIssuer;
let log: PlanLog;
let service: RunningService;
let tracker: Consumer;
let reader: Client<typeof shipments>;
let carrier: Client<typeof shipments>;
let round = 0;
const expectedOn = () => `2012-04-1${round}`;

beforeAll(async () => {
  [database, issuer] = await Promise.all([testDatabase(), LoopbackIssuer.start()]);
  await database.ownerQuery(shipmentsVolume);
  log = await PlanLog.of(database);
  tracker = await startConsumer({
    consumer: 'shipment_tracker',
    connection: queueConnectionFromEnv(serviceEnvironment(database, issuer.url), 'shipment_tracker'),
    concurrency: 4,
    handlers: [
      handle(jobs.etaCheck, async ({ shipmentIds, businessDate }) => ({
        businessDate,
        findings: shipmentIds.map((shipmentId) => ({
          ...{ shipmentId, etaOn: expectedOn(), etaEarliestOn: '2012-04-08', etaLatestOn: '2012-04-28' },
          exceptions: [{ kind: 'late' as const, fact: `round_${round}`, detail: 'It is nine days late.' }],
        })),
      })),
    ],
    onEvent: () => undefined,
  });
  await start();
}, 120_000);
afterAll(async () => {
  await tracker.close();
  await service.close();
  await issuer.stop();
  await database.close();
});

async function start(): Promise<void> {
  service = await startService(shipmentsApi, serviceEnvironment(database, issuer.url));
  const tokenOf = callerTokens(issuer, {
    reader: machine('shipment_tracker', 'LogisticsMonitor', 'shipments:read'),
    carrier: machine('carrier_gateway', 'CarrierGateway', 'shipments:write'),
  });
  const as = (caller: string) =>
    createClient(shipments, { baseUrl: service.url, token: () => tokenOf(caller) });
  reader = as('reader');
  carrier = as('carrier');
}

type EventQuery = z.input<typeof shipments.queryEvents.query>;

/** Each filter alone, common and rare values, and filters together. */
const eventQueries: EventQuery[] = [
  {},
  ...['ObjectEvent', 'AggregationEvent', 'TransformationEvent'].map((eventType) => ({ eventType })),
  { GE_eventTime: '2012-04-01T00:00:00Z', LT_eventTime: '2012-04-01T04:00:00Z' },
  { GE_recordTime: '2012-04-01T00:00:00Z', LT_recordTime: '2012-04-01T04:00:00Z' },
  { GE_recordTime: '2012-03-01T00:00:00Z' },
  ...['OBSERVE', 'DELETE', 'ADD'].map((EQ_action) => ({ EQ_action })),
  ...['shipping', 'arriving|departing', 'packing', 'packing|loading'].map((EQ_bizStep) => ({ EQ_bizStep })),
  ...['in_transit', 'damaged', 'stolen|damaged'].map((EQ_disposition) => ({ EQ_disposition })),
  { EQ_readPoint: 'urn:place:7' },
  { EQ_bizLocation: 'urn:place:7', EQ_bizStep: 'transporting' },
  { EQ_bizTransaction_po: 'urn:po:77|urn:po:78' },
  { EQ_bizTransaction_inv: 'urn:po:77' },
  { MATCH_epc: 'urn:epc:volume:77' },
  { MATCH_anyEPC: 'urn:epc:volume:77|urn:epc:volume:99999', EQ_action: 'OBSERVE' },
  { EQ_eventID: 'urn:volume:77|urn:volume:78' },
  ...(['true', 'false'] as const).map((EXISTS_errorDeclaration) => ({ EXISTS_errorDeclaration })),
  { GE_errorDeclarationTime: '2012-04-01T00:00:00Z', LT_errorDeclarationTime: '2012-04-02T00:00:00Z' },
  { EQ_correctiveEventID: 'urn:volume:505' },
];

/** The first pages: a deep one is the first of fewer. */
async function everyEventPage(filters: EventQuery): Promise<void> {
  let nextPageToken: string | undefined;
  for (let pages = 0; pages < 3; pages += 1) {
    const answer = await reader.queryEvents({ query: { ...filters, perPage: 20, nextPageToken } });
    nextPageToken = answer['stockade:nextPageToken'];
    if (nextPageToken === undefined) return;
  }
}

/** Every operation, so that a new one is told of here too. */
const calls: Record<keyof typeof shipments, () => Promise<unknown>> = {
  listShipments: async () => {
    for (const status of ['in_transit', 'delivered'] as const) {
      const filters = { status, orderId: volumeId(77) };
      await everyPage((query) => reader.listShipments({ query }), filters);
    }
  },
  getShipment: () => reader.getShipment({ params: { id: volumeId(77) } }),
  listShipmentEvents: () =>
    everyPage((query) => reader.listShipmentEvents({ params: { id: volumeId(77) }, query }), {}),
  listJourneys: () => {
    const ids = Array.from({ length: MOST_JOURNEYS }, (_, index) => volumeId(index)).join(',');
    return reader.listJourneys({ query: { ids, on: '2012-04-05' } });
  },
  createShipment: () => carrier.createShipment({ body: notice }),
  captureEvents: () => carrier.captureEvents({ body: anEvent(shipmentUnderWay(round), 'receiving', 20) }),
  queryEvents: async () => {
    for (const filters of eventQueries) await everyEventPage(filters);
  },
  getEvent: () => reader.getEvent({ params: { eventID: 'urn:volume:77' } }),
  closeBusinessDay: async () => {
    // A week after the day before, so that what is under way is due.
    const date = `2012-04-${String(5 + 7 * round).padStart(2, '0')}`;
    await carrier.closeBusinessDay({ body: { date } });
    await vi.waitFor(async () => {
      // Of each of the day's checks.
      for (const index of [50, 150, 249]) {
        const { etaOn } = await reader.getShipment({ params: { id: shipmentUnderWay(index) } });
        expect(etaOn).toBe(expectedOn());
      }
    }, 30_000);
  },
};

async function doEverything(): Promise<void> {
  round += 1;
  for (const call of Object.values(calls)) await call();
}

it('has every table that grows filled', async () => {
  // One row for each day.
  expect(await log.smallTables('shipments')).toEqual(['shipments.business_days']);
});

it('reads no table that grows wider than a page, with values in view', async () => {
  await doEverything();
  expect(await log.wideReads('shipments', MOST_ROWS, mayReadMore)).toEqual([]);
}, 60_000);

it('reads no table that grows wider than a page, with plans for any values', async () => {
  await service.close();
  await log.set('plan_cache_mode', 'force_generic_plan');
  await start();
  await doEverything();
  expect(await log.wideReads('shipments', MOST_ROWS, mayReadMoreWhereForced)).toEqual([]);
}, 60_000);

it('names the statement that an index is missing for', async () => {
  await database.ownerQuery('DROP INDEX shipments.events_by_shipment');
  await calls.listShipmentEvents();
  expect(await log.wideReads('shipments', MOST_ROWS)).toContainEqual(
    expect.stringMatching(/^shipments\.events, .* rows: SELECT .* WHERE .*shipment_id/),
  );
});
