import { type Client, createClient, listAll } from '@stockade/clients';
import { jobs, shipments } from '@stockade/contracts';
import { handle, queueConnectionFromEnv, startConsumer } from '@stockade/queues';
import { type RunningService, startService } from '@stockade/service';
import { serviceEnvironment, type TestDatabase, testDatabase } from '@stockade/testing';
import { LoopbackIssuer } from '@stockade/testing/issuer';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { shipmentsApi } from './shipments-api.js';
import { anEvent, notice } from './test-support/shipments-fixture.js';

let database: TestDatabase;
let issuer: LoopbackIssuer;
let service: RunningService;
let carrier: Client<typeof shipments>;
let tracker: Client<typeof shipments>;
let trackerToken: () => Promise<string>;
const environment = () => serviceEnvironment(database, issuer.url);

beforeAll(async () => {
  [database, issuer] = await Promise.all([testDatabase(), LoopbackIssuer.start()]);
  service = await startService(shipmentsApi, environment());
  const as = (agent: string, role: string, scope: string) => () =>
    issuer.token({ aud: 'shipments-api', azp: agent, client_id: agent, roles: [role], scope });
  trackerToken = as('shipment_tracker', 'LogisticsMonitor', 'shipments:read');
  const baseUrl = service.url;
  tracker = createClient(shipments, { baseUrl, token: trackerToken });
  const token = as('carrier_gateway', 'CarrierGateway', 'shipments:write');
  carrier = createClient(shipments, { baseUrl, token });
});
afterAll(async () => {
  await service.close();
  await issuer.stop();
  await database.close();
});

/** Answers are parsed against the contract by the client, so each call proves its output too. */
it('serves every operation, and records what the tracker found as the service itself', async () => {
  const { id } = await carrier.createShipment({ body: notice });
  const event = anEvent(id, 'departing', 3);
  expect(await carrier.captureEvents({ body: event })).toMatchObject({ events: [{ outcome: 'accepted' }] });
  await carrier.closeBusinessDay({ body: { date: '2012-03-15' } });
  const listed = await Array.fromAsync(listAll(tracker.listShipmentEvents, { params: { id } }));
  expect(listed).toMatchObject([{ eventID: event.eventID, bizStep: 'departing' }]);
  const { epcisBody } = await tracker.getEvent({ params: { eventID: event.eventID } });
  expect(epcisBody.queryResults.resultsBody.eventList).toMatchObject([event]);
  expect((await tracker.listShipments()).items).toEqual([await tracker.getShipment({ params: { id } })]);

  let died = false;
  const consumer = await startConsumer({
    consumer: 'shipment_tracker',
    connection: queueConnectionFromEnv(environment(), 'shipment_tracker'),
    handlers: [
      handle(jobs.etaCheck, async ({ shipmentIds, businessDate }) => {
        const first = !died;
        died = true;
        if (first) throw new Error('the tracker died with its finding in hand');
        const findings = shipmentIds.map((shipmentId) => ({
          ...{ shipmentId, etaOn: '2012-04-09', etaEarliestOn: '2012-04-08', etaLatestOn: '2012-04-12' },
          exceptions: [{ kind: 'late' as const, fact: 'ship_notice', detail: 'It comes 9 days late.' }],
        }));
        return { businessDate, findings };
      }),
    ],
    onEvent: () => undefined,
  });
  try {
    await vi.waitFor(
      async () => {
        expect(await tracker.getShipment({ params: { id } })).toMatchObject({
          etaOn: '2012-04-09',
          exceptions: [{ kind: 'late', resolvedOn: null }],
        });
      },
      { timeout: 15_000, interval: 100 },
    );
    // Of the event and of the day's end, one of them tried twice: two jobs, one fact.
    await vi.waitFor(
      async () => {
        const taken = `SELECT count(*)::int AS checks FROM audit.events WHERE action = 'eta.check'`;
        expect(await database.ownerQuery(taken)).toEqual([{ checks: 2 }]);
      },
      { timeout: 15_000, interval: 100 },
    );
  } finally {
    await consumer.close();
  }
  expect((await tracker.getShipment({ params: { id } })).exceptions).toHaveLength(1);
  const recorded = `SELECT DISTINCT agent, role, result FROM audit.events WHERE action = 'eta.check'`;
  expect(await database.ownerQuery(recorded)).toEqual([
    { agent: 'shipments-api', role: 'ShipmentsService', result: 'allowed' },
  ]);
});

it('answers a query of events with a link to its next page, and names the parameters that there are', async () => {
  const { id } = await carrier.createShipment({ body: notice });
  for (const day of [3, 4, 5]) await carrier.captureEvents({ body: anEvent(id, 'transporting', day) });
  const authorization = `Bearer ${await trackerToken()}`;
  const ask = (query: string) => fetch(`${service.url}/v1/events${query}`, { headers: { authorization } });

  const seen: unknown[] = [];
  let next: string | undefined = '?EQ_bizStep=transporting&perPage=2';
  while (next !== undefined) {
    const answer: Response = await ask(next);
    const page = shipments.queryEvents.output.parse(await answer.json());
    seen.push(...page.epcisBody.queryResults.resultsBody.eventList.map(({ eventTime }) => eventTime));
    next = /^<(\?[^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
  }
  expect(seen).toEqual([5, 4, 3].map((day) => `2012-03-0${day}T12:00:00Z`));

  const refused = await ask('?EQ_bizstep=transporting');
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({
    code: 'invalid_request',
    errors: [
      { pointer: '/query/EQ_bizstep', detail: expect.stringContaining('known are eventType, GE_eventTime') },
    ],
  });
});

it('R1: the tracker may not write, and the carrier may not read', async () => {
  await expect(tracker.createShipment({ body: notice })).rejects.toMatchObject({
    code: 'insufficient_scope',
  });
  await expect(carrier.listShipments()).rejects.toMatchObject({ code: 'insufficient_scope' });
});
