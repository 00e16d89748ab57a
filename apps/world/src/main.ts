import { join } from 'node:path';
import { loadPolicy } from '@stockade/access';
import { createAgent } from '@stockade/agent';
import { createClient, keepAliveFetch } from '@stockade/clients';
import { inventory, jobs, orders, shipments } from '@stockade/contracts';
import { demandsOf, readDeliveryLines } from '@stockade/history';
import { handle } from '@stockade/queues';
import { CarrierGateway } from './carrier-gateway.js';
import { runDriven, runPaced } from './clock.js';
import { readConfiguration } from './configuration.js';
import { ConsignmentBook } from './consignment-book.js';
import { scenarioControl } from './control/scenario-control.js';
import { serveControl } from './control/serve-control.js';
import { DemandFeed } from './demand-feed.js';
import { gatewayTokens } from './gateway-tokens.js';
import { PastPurchases } from './past-purchases.js';
import { ScenarioBook } from './scenarios/scenario-book.js';
import { Surroundings } from './scenarios/surroundings.js';
import { SupplierGateway } from './supplier-gateway.js';
import { UnansweredOrders } from './unanswered-orders.js';
import { World } from './world.js';

const configuration = readConfiguration(process.env);
const place = {
  policy: loadPolicy(configuration.STOCKADE_POLICY),
  issuer: configuration.STOCKADE_ISSUER,
  secretsDir: configuration.STOCKADE_SECRETS_DIR,
};
const lines = readDeliveryLines(configuration.STOCKADE_HISTORY);
const demands = demandsOf(lines);
const kept = (file: string) => join(configuration.STOCKADE_WORLD_STATE, file);
const book = new ConsignmentBook(kept('world.json'));
const scenarios = new ScenarioBook(kept('world-scenarios.json'));

const { fetch } = keepAliveFetch();
const inventoryApi = createClient(inventory, {
  baseUrl: configuration.STOCKADE_INVENTORY_API_URL,
  token: gatewayTokens(place, 'demand_feed', 'inventory-api'),
  fetch,
});
const ordersApi = createClient(orders, {
  baseUrl: configuration.STOCKADE_ORDERS_API_URL,
  token: gatewayTokens(place, 'supplier_gateway', 'orders-api'),
  fetch,
});
const shipmentsApi = createClient(shipments, {
  baseUrl: configuration.STOCKADE_SHIPMENTS_API_URL,
  token: gatewayTokens(place, 'carrier_gateway', 'shipments-api'),
  fetch,
});

const { date } = await inventoryApi.getLatestBusinessDay();
if (date === null) throw new Error('No business day was opened: seed the database before the world starts.');
const today = () => world.today;
const demandFeed = new DemandFeed(inventoryApi, demands, scenarios);
const carriers = new CarrierGateway(shipmentsApi, book, scenarios);
const unanswered = new UnansweredOrders(kept('world-unanswered.json'));
const purchases = new PastPurchases(lines);
const suppliers = new SupplierGateway(ordersApi, book, unanswered, purchases, scenarios, today);
const world = new World(date, demandFeed, suppliers, carriers);

// The third gateway is told of orders by its queue, like an agent, and stops the process as an agent does.
await createAgent({
  name: 'supplier_gateway',
  handlers: () => [handle(jobs.orderApproved, (fact, { traceparent }) => suppliers.send(fact, traceparent))],
});

const control = scenarioControl(scenarios, new Surroundings(lines), today);
await serveControl(configuration.STOCKADE_WORLD_CONTROL, control);
await demandFeed.resume(world.today);
const driver = configuration.STOCKADE_WORLD_DRIVER;
if (driver !== undefined) {
  await runDriven(world, driver);
} else {
  const lastDay = demands.at(-1)?.neededOn ?? world.today;
  await runPaced(world, lastDay, configuration.STOCKADE_WORLD_DAY_MS);
}
