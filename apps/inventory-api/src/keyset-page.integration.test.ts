import { type Statement, statement, type UnitOfWork } from '@stockade/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ListDemandHistory } from './demands/list-demand-history.js';
import { ListDemands } from './demands/list-demands.js';
import { ListLevels } from './levels/list-levels.js';
import { ListMovements } from './movements/list-movements.js';
import { ListReorderPolicies } from './reorder-policies/list-reorder-policies.js';
import { ListReplenishmentRequests } from './replenishment/list-replenishment-requests.js';
import { InventoryFixture } from './test-support/inventory-fixture.js';

let inventory: InventoryFixture;
beforeAll(async () => {
  inventory = await InventoryFixture.open();
});
afterAll(() => inventory.close());

/** Postgres takes these only where no index serves, however small the table. */
const noSequentialScan = statement('no_sequential_scan', 'SET LOCAL enable_seqscan = off');
const noSort = statement('no_sort', 'SET LOCAL enable_sort = off');
const noBitmap = statement('no_bitmap', 'SET LOCAL enable_bitmapscan = off');

interface List {
  handle(input: never, unit: UnitOfWork): Promise<unknown>;
}

/** The plan of the one query that a list runs. */
async function planOf(list: List, query: object): Promise<string> {
  const lines: string[] = [];
  const explaining = async (unit: UnitOfWork, { name, text }: Statement, values: readonly unknown[]) => {
    const plan = statement(`explain_${name}`, `EXPLAIN ${text}`);
    lines.push(...(await unit.query<{ 'QUERY PLAN': string }>(plan, values)).map((row) => row['QUERY PLAN']));
    return [];
  };
  await inventory.work('InventoryManager', async (unit) => {
    for (const setting of [noSequentialScan, noSort, noBitmap]) await unit.query(setting, []);
    const explained: UnitOfWork = {
      traceparent: unit.traceparent,
      principal: unit.principal,
      manager: unit.manager,
      withCommit: (sent) => unit.withCommit(sent),
      query: (given, values) => explaining(unit, given, values),
    };
    const input = { params: {}, body: {}, version: undefined, query: { limit: 200, ...query } };
    return list.handle(input as never, explained);
  });
  return lines.join('\n');
}

const place = [{}, { sku: 'item-1' }, { location: 'ACCRA' }, { sku: 'item-1', location: 'ACCRA' }];
const withStatus = place.flatMap((filter) => [filter, { ...filter, status: 'open' }]);
const cursorOf = (...key: string[]) => Buffer.from(JSON.stringify(key)).toString('base64url');
const id = '0199c0de-0000-7000-8000-000000000001';
const lists: [List, object[], string][] = [
  [new ListLevels(), place, cursorOf('item-1', 'ACCRA')],
  [new ListReorderPolicies(), place, cursorOf('item-1', 'ACCRA')],
  [
    new ListDemandHistory(),
    place.map((filter) => ({ ...filter, until: '2012-03-01' })),
    cursorOf('item-1', 'ACCRA'),
  ],
  [new ListMovements(), place, cursorOf(id)],
  [new ListDemands(), withStatus, cursorOf('2012-03-01', id)],
  [new ListReplenishmentRequests(), withStatus, cursorOf(id)],
];
const cases = lists.flatMap(([list, filters, cursor]) =>
  filters.flatMap((filter) => [filter, { ...filter, cursor }].map((query) => ({ list, query }))),
);

it.each(cases)('reads $list.constructor.name along an index, with $query', async ({ list, query }) => {
  const plan = await planOf(list, query);
  expect(plan).toContain('Index');
  expect(plan).not.toMatch(/Seq Scan|Sort/);
});
