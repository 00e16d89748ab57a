import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { orders } from '@stockade/contracts';
import { policyFile } from '@stockade/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentOf, post, toolCall } from '../test-support/clients.js';
import { type ToolServer, toolServer } from '../test-support/tool-server.js';

const id = '0198c1a2-7b3c-7d4e-8f50-123456789abc';
const buyer = {
  azp: 'order_placer',
  client_id: 'order_placer',
  roles: ['OrderAgent'],
  scope: 'orders:create',
};

let server: ToolServer;
/** Two processes under one policy: three calls of a tool in a minute, 1,000 USD in a day. */
let urls: readonly string[];

beforeAll(async () => {
  server = await toolServer();
  const policy = (await readFile(policyFile, 'utf8'))
    .replaceAll(/toolCallsPerMinute: \d+/g, 'toolCallsPerMinute: 3')
    .replaceAll(/valuePerDayMinor: \d+/g, 'valuePerDayMinor: 100000');
  const file = join(await mkdtemp(join(tmpdir(), 'policy-')), 'access.yaml');
  await writeFile(file, policy);
  const [one, other] = await Promise.all([
    server.start({ STOCKADE_POLICY: file }),
    server.start({ STOCKADE_POLICY: file }),
  ]);
  urls = [one.url, other.url];
});
afterAll(() => server.close());

async function call(url: string | undefined, name: string, args: object, claims = {}) {
  const asked = toolCall(name, args);
  const answer = await post(url ?? '', await server.token(claims), asked.message, asked.headers);
  return { answer, ...(await contentOf(answer)) };
}

describe('the limits of an agent', () => {
  it('hold for each tool, over all processes', async () => {
    server.api.answer = () => ({ status: 404, body: { code: 'not_found' } });
    const place = { sku: 'soap', location: 'ACCRA' };
    const statuses: number[] = [];
    for (const url of [...urls, ...urls]) {
      statuses.push((await call(url, 'inventory_get_level', place)).answer.status);
    }
    expect(statuses).toEqual([200, 200, 200, 429]);
    const { answer, detail } = await call(urls[0], 'inventory_get_level', place);
    expect(detail).toBe('inventory_bot may call inventory_get_level 3 times in 60 s.');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call(urls[0], 'inventory_list_levels', {})).answer.status).toBe(200);
    const limited = (await server.newRecords()).filter(({ result }) => result === 'rate_limited');
    expect(limited).toHaveLength(2);
    expect(limited[0]).toMatchObject({ action: 'inventory_get_level', reason: 'rate_limited', status: 429 });
  });

  it('bound the value that it may commit in a day: as it states it, and as it turns out', async () => {
    let totalMinor = 60_000;
    server.api.answer = () => ({ status: 201, body: order(totalMinor) });
    // Stated too low, and charged as it really was: 600 of 1,000.
    expect(
      (await call(urls[0], 'orders_create', request(10_000, 'a'), buyer)).result?.isError,
    ).toBeUndefined();
    const { text } = await call(urls[1], 'orders_create', request(50_000, 'b'), buyer);
    expect(text).toMatch(/^budget_exhausted: 500 is asked for and 400 of 1000 is left/);
    expect(server.api.asked.filter(({ path }) => path === '/v1/orders')).toHaveLength(1);
    totalMinor = 40_000;
    expect(
      (await call(urls[1], 'orders_create', request(40_000, 'c'), buyer)).result?.isError,
    ).toBeUndefined();
    expect(await server.newRecords()).toMatchObject([
      { result: 'allowed' },
      { action: 'orders_create', result: 'rate_limited', reason: 'budget_exhausted' },
      { result: 'allowed' },
    ]);
  });
});

function request(costMinor: number, idempotencyKey: string) {
  const example = orders.createOrder.example;
  const [{ candidates: weighed }] = example.lines;
  const candidates = [{ ...weighed[0], offerId: id, supplierId: id, costMinor }];
  const line = { requestId: id, offerId: id, sku: 'pills', quantity: 10, neededOn: '2012-08-01', candidates };
  return { ...example, lines: [line], idempotencyKey };
}

function order(totalMinor: number) {
  return {
    id,
    supplierId: id,
    location: 'ACCRA',
    currency: 'USD',
    status: 'approved',
    totalMinor,
    orderedOn: '2012-06-20',
    neededOn: '2012-08-01',
    sentOn: null,
    promisedOn: null,
    lines: [
      {
        id,
        requestId: id,
        offerId: id,
        sku: 'pills',
        quantity: 10,
        packs: 1,
        unitsPerPack: 10,
        packPriceMinor: totalMinor,
        neededOn: '2012-08-01',
        confirmedQuantity: null,
        confirmedPackPriceMinor: null,
        receivedQuantity: 0,
        shortClosedQuantity: 0,
        shortClosedBy: null,
        shortCloseReason: null,
        candidates: orders.createOrder.example.lines[0].candidates,
      },
    ],
    createdBy: 'order_placer',
    approvalReasons: [],
    revision: 1,
    amendedBy: null,
    heldBy: null,
    holdReason: null,
    decidedBy: 'policy',
    decisionReason: null,
    version: 1,
  };
}
