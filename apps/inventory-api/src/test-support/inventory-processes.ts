import { type RunningService, startService } from '@stockade/service';
import { RequestHistory, serviceEnvironment } from '@stockade/testing';
import { LoopbackIssuer } from '@stockade/testing/issuer';
import { inventoryApi } from '../inventory-api.js';
import { InventoryFixture } from './inventory-fixture.js';

const callers: Readonly<Record<string, { role: string; scope: string }>> = {
  inventory_bot: { role: 'InventoryManager', scope: 'inventory:read inventory:write replenishment:read' },
  demand_feed: { role: 'DemandFeed', scope: 'inventory:demand' },
};

/** Two processes of inventory-api on one database. */
export class InventoryProcesses {
  readonly #tokens = new Map<string, Promise<string>>();

  private constructor(
    readonly fixture: InventoryFixture,
    private readonly issuer: LoopbackIssuer,
    private readonly processes: readonly RunningService[],
  ) {}

  static async start(): Promise<InventoryProcesses> {
    const [fixture, issuer] = await Promise.all([InventoryFixture.open(), LoopbackIssuer.start()]);
    const env = serviceEnvironment(fixture.test, issuer.url);
    const processes = [await startService(inventoryApi, env), await startService(inventoryApi, env)];
    return new InventoryProcesses(fixture, issuer, processes);
  }

  /** Requests to both processes, none of which was sent yet. */
  history(): RequestHistory {
    const urls = this.processes.map(({ url }) => url);
    return new RequestHistory(urls, (caller) => this.#tokenOf(caller));
  }

  async close(): Promise<void> {
    await Promise.all(this.processes.map((one) => one.close()));
    await this.issuer.stop();
    await this.fixture.close();
  }

  #tokenOf(caller: string): Promise<string> {
    const known = this.#tokens.get(caller);
    if (known) return known;
    const { role, scope } = callers[caller] ?? {};
    const token = this.issuer.token({ azp: caller, client_id: caller, roles: [role], scope });
    this.#tokens.set(caller, token);
    return token;
  }
}
