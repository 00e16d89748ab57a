import { loadPolicy } from '@stockade/access';
import { createAgent } from '@stockade/agent';
import { createClient, keepAliveFetch } from '@stockade/clients';
import { inventory, jobs, shipments } from '@stockade/contracts';
import { Courses, demandsOf, readDeliveryLines } from '@stockade/history';
import { handle } from '@stockade/queues';
import { CarrierGateway } from './carrier-gateway.js';
import { runDriven, runPaced } from './clock.js';
import { readConfiguration } from './configuration.js';
import { ConsignmentBook } from './consignment-book.js';
import { DemandFeed } from './demand-feed.js';
import { gatewayTokens } from './gateway-tokens.js';
import { SupplierGateway } from './supplier-gateway.js';
import { World } from './world.js';

const configuration = readConfiguration(process.env);
const place = {
  policy: loadPolicy(configuration.STOCKADE_POLICY),
  issuer: configuration.STOCKADE_ISSUER,
  secretsDir: configuration.STOCKADE_SECRETS_DIR,
};
const lines = readDeliveryLines(configuration.STOCKADE_HISTORY);
const demands = demandsOf(lines);
const book = new ConsignmentBook(configuration.STOCKADE_WORLD_BOOK);

const { fetch } = keepAliveFetch();
const inventoryApi = createClient(inventory, {
  baseUrl: configuration.STOCKADE_INVENTORY_API_URL,
  token: gatewayTokens(place, 'demand_feed', 'inventory-api'),
  fetch,
});
const shipmentsApi = createClient(shipments, {
  baseUrl: configuration.STOCKADE_SHIPMENTS_API_URL,
  token: gatewayTokens(place, 'carrier_gateway', 'shipments-api'),
  fetch,
});

const { date } = await inventoryApi.getLatestBusinessDay();
if (date === null) throw new Error('No business day was opened: seed the database before the world starts.');
const demandFeed = new DemandFeed(inventoryApi, demands);
const world = new World(date, demandFeed, new CarrierGateway(shipmentsApi, book));

// The third gateway is told of orders by its queue, like an agent, and stops the process as an agent does.
await createAgent({
  name: 'supplier_gateway',
  handlers: ({ orders }) => {
    const suppliers = new SupplierGateway(orders, book, new Courses(lines), lines, () => world.today);
    return [handle(jobs.orderApproved, (fact, { traceparent }) => suppliers.send(fact, traceparent))];
  },
});

await demandFeed.resume(world.today);
const driver = configuration.STOCKADE_WORLD_DRIVER;
if (driver !== undefined) {
  await runDriven(world, driver);
} else {
  const lastDay = demands.at(-1)?.neededOn ?? world.today;
  await runPaced(world, lastDay, configuration.STOCKADE_WORLD_DAY_MS);
}
