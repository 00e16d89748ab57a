import { afterAll, beforeAll, expect, it } from 'vitest';
import { asAdmin, databaseTime } from './support/admin-database.js';
import type { AuditRecord } from './support/audit-trail.js';
import { stackDone, unitOf } from './support/running-stack.js';
import { brokenInvariants, firstJourney, type Journey, unfinishedWork } from './support/supply-chain.js';
import { until } from './support/until.js';
import { startTheWorld, stopTheWorld } from './support/world.js';

const LOOP_MS = 180_000;
const RECORD_MS = 60_000;
/** A job whose worker was killed is given to another once its lock has run out. */
const REDELIVERY_MS = 120_000;

let since: Date;

beforeAll(async () => {
  since = await databaseTime();
  await startTheWorld();
});
afterAll(stopTheWorld);

it('R7 R20: with no hand on it, an order goes the whole way and every step is found under its agent', {
  timeout: LOOP_MS + 30_000,
}, async () => {
  const journey = await until('an order that was received', LOOP_MS, () => firstJourney(since));
  const steps = stepsOf(journey);
  const records: AuditRecord[] = [];
  // Each step is the answer to the one before, and so not earlier. (An order may have been drafted for another request.)
  let before = since;
  for (const step of steps) {
    const record = await until(`a record of ${step.action}`, RECORD_MS, () => recordOf(step, before));
    before = new Date(record.at);
    records.push(record);
  }
  expect(records.map(({ agent, role, service, result }) => ({ agent, role, service, result }))).toEqual(
    steps.map(({ agent, role, service }) => ({ agent, role, service, result: 'allowed' })),
  );
  expect(new Set(records.map(({ request_id: id }) => id)).size).toBe(records.length);
  // The tracker watches beside them, from the ship notice on; a look of it is at many shipments.
  const noticed = records.find(({ action }) => action === 'shipments.create_shipment');
  const look = { action: 'shipments.list_journeys', resource: '/v1/journeys' };
  const watched = await until('a look of the tracker', RECORD_MS, () =>
    recordOf(look, new Date(noticed?.at ?? Number.NaN)),
  );
  expect(watched).toMatchObject({ agent: 'shipment_tracker', role: 'LogisticsMonitor' });

  const [movement] = await asAdmin<{ delta: number; agent: string }>(
    `SELECT delta::int, agent FROM inventory.movements m JOIN inventory.receipts r
       ON m.reference IN (r.id::text, r.asn_line_id::text) WHERE r.id = $1 AND m.kind = 'receipt'`,
    [journey.receiptId],
  );
  expect(movement).toEqual({ delta: journey.receivedQuantity, agent: 'inventory_bot' });
  expect(await reportedSteps(journey)).toEqual(stepsOfCarrier);
});

it('loses and doubles nothing when agents are killed in the middle of it', {
  timeout: REDELIVERY_MS + 120_000,
}, async () => {
  for (const name of ['order-placer', 'inventory-bot']) {
    const before = await unitOf(name);
    if (before.pid === null) throw new Error(`${name} does not run`);
    const requests = await requestsMade();
    // In the middle: more has been asked for since.
    await until('another request', 60_000, async () =>
      (await requestsMade()) > requests ? true : undefined,
    );
    process.kill(before.pid, 'SIGKILL');
    const after = await until(`${name} to be started again`, 30_000, async () => {
      const unit = await unitOf(name);
      return unit.state === 'ready' && unit.pid !== before.pid ? unit : undefined;
    });
    expect(after.restarts).toBe(before.restarts + 1);
  }
  await stackDone('stop', 'world');
  // The supplier's gateway lives in the world; what only it can do is not waited for.
  const ofAgents = (work: string) => !work.startsWith('order ');
  await until('the end of all work', REDELIVERY_MS, async () =>
    (await unfinishedWork(since)).some(ofAgents) ? undefined : true,
  );
  expect(await brokenInvariants()).toEqual([]);
});

interface Step {
  readonly action: string;
  readonly resource: string;
  readonly service: string;
  readonly agent: string;
  readonly role: string;
}

/** Who does what from the request to the receipt, by access.yaml and the domain. */
function stepsOf({ requestId, orderId, shipmentId, receiptId }: Journey): Step[] {
  const step = (service: string, agent: string, role: string, action: string, resource: string): Step => {
    return { service, agent, role, action, resource };
  };
  const order = `/v1/orders/${orderId}`;
  const shipment = `/v1/shipments/${shipmentId}`;
  return [
    step(
      'inventory-api',
      'inventory_bot',
      'InventoryManager',
      'inventory.request_replenishment',
      `/v1/replenishment-requests/${requestId}`,
    ),
    step(
      'inventory-api',
      'orders-api',
      'OrdersService',
      'inventory.get_replenishment_request',
      `/v1/replenishment-requests/${requestId}`,
    ),
    step('orders-api', 'order_placer', 'OrderAgent', 'orders.create_order', order),
    step(
      'orders-api',
      'supplier_gateway',
      'SupplierGateway',
      'orders.transmit_order',
      `${order}/transmission`,
    ),
    step(
      'orders-api',
      'supplier_gateway',
      'SupplierGateway',
      'orders.acknowledge_order',
      `${order}/acknowledgement`,
    ),
    step('shipments-api', 'carrier_gateway', 'CarrierGateway', 'shipments.create_shipment', shipment),
    step(
      'inventory-api',
      'inventory_bot',
      'InventoryManager',
      'inventory.record_receipt',
      `/v1/receipts/${receiptId}`,
    ),
    step('orders-api', 'orders-api', 'OrdersService', 'goods.received', `receipt-${receiptId}`),
  ];
}

/** The first record of a step from a time on. The id of a job may end with what tells its enqueuing from an earlier one. */
async function recordOf(
  { action, resource }: Pick<Step, 'action' | 'resource'>,
  from: Date,
): Promise<AuditRecord | undefined> {
  const [row] = await asAdmin<{ record: AuditRecord }>(
    `SELECT to_jsonb(e) AS record FROM audit.events e
     WHERE action = $1 AND (resource = $2 OR resource LIKE $2 || '~%') AND result = 'allowed' AND at >= $3
     ORDER BY at LIMIT 1`,
    [action, resource, from],
  );
  return row?.record;
}

const stepsOfCarrier = ['departing', 'transporting', 'arriving', 'receiving'];

/** In the order of their times; a short way has several on one day, and the carrier tells of no hour. */
async function reportedSteps({ shipmentId }: Journey): Promise<string[]> {
  const rows = await asAdmin<{ biz_step: string }>(
    `SELECT biz_step FROM shipments.events WHERE shipment_id = $1
     ORDER BY event_time, array_position($2::text[], biz_step)`,
    [shipmentId, stepsOfCarrier],
  );
  return rows.map(({ biz_step: step }) => step);
}

async function requestsMade(): Promise<number> {
  const [row] = await asAdmin<{ count: number }>(
    'SELECT count(*)::int AS count FROM inventory.replenishment_requests',
  );
  return row?.count ?? 0;
}
