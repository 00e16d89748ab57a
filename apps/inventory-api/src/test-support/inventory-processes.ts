import { type RunningService, startService } from '@stockade/service';
import { RequestHistory, serviceEnvironment } from '@stockade/testing';
import { callerTokens, LoopbackIssuer } from '@stockade/testing/issuer';
import { inventoryApi } from '../inventory-api.js';
import { InventoryFixture } from './inventory-fixture.js';

const callers = {
  inventory_bot: {
    azp: 'inventory_bot',
    client_id: 'inventory_bot',
    roles: ['InventoryManager'],
    scope: 'inventory:read inventory:write replenishment:read',
  },
  demand_feed: {
    azp: 'demand_feed',
    client_id: 'demand_feed',
    roles: ['DemandFeed'],
    scope: 'inventory:demand inventory:reserve',
  },
};

/** Two processes of inventory-api on one database. */
export class InventoryProcesses {
  readonly #tokenOf: (caller: string) => Promise<string>;

  private constructor(
    readonly fixture: InventoryFixture,
    private readonly issuer: LoopbackIssuer,
    private readonly processes: readonly RunningService[],
  ) {
    this.#tokenOf = callerTokens(issuer, callers);
  }

  static async start(): Promise<InventoryProcesses> {
    const [fixture, issuer] = await Promise.all([InventoryFixture.open(), LoopbackIssuer.start()]);
    const env = serviceEnvironment(fixture.test, issuer.url);
    const processes = [await startService(inventoryApi, env), await startService(inventoryApi, env)];
    return new InventoryProcesses(fixture, issuer, processes);
  }

  /** Requests to both processes, none of which was sent yet. */
  history(): RequestHistory {
    return new RequestHistory(
      this.processes.map(({ url }) => url),
      this.#tokenOf,
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.processes.map((one) => one.close()));
    await this.issuer.stop();
    await this.fixture.close();
  }
}
