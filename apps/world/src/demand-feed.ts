import type { Client } from '@stockade/clients';
import { type inventory, Problem } from '@stockade/contracts';
import type { Demand } from '@stockade/history';
import { inParallel } from './in-parallel.js';
import type { ScenarioBook } from './scenarios/scenario-book.js';

type Inventory = Client<typeof inventory>;

/** Tells inventory-api of customers' needs on the day they become known, and of their issue on the day itself. */
export class DemandFeed {
  readonly #announced = new Map<string, Demand[]>();
  readonly #needed = new Map<string, Demand[]>();
  readonly #ids = new Map<string, string>();

  constructor(
    private readonly inventoryApi: Inventory,
    private readonly demands: readonly Demand[],
    private readonly scenarios: ScenarioBook,
  ) {
    for (const demand of demands) {
      put(this.#announced, demand.announcedOn, demand);
      put(this.#needed, demand.neededOn, demand);
    }
  }

  /** Tells again of every need that is still ahead on a day: what was told before is only answered. */
  async resume(day: string): Promise<void> {
    await this.#announce(
      this.demands.filter(({ announcedOn, neededOn }) => announcedOn <= day && neededOn > day),
    );
  }

  async act(day: string): Promise<void> {
    await this.#announce(this.#announced.get(day) ?? []);
    await inParallel(this.#needed.get(day) ?? [], (demand) => this.#issue(demand));
  }

  async closeDay(date: string): Promise<void> {
    await this.inventoryApi.closeBusinessDay({ body: { date }, idempotencyKey: `day-${date}` });
  }

  async #announce(demands: readonly Demand[]): Promise<void> {
    await inParallel(demands, async (demand) => {
      // The reference makes a second announcement harmless; a key of its own would outlive a change of what is said.
      const body = this.scenarios.on(demand.announcedOn).announce(demand);
      const { id } = await this.inventoryApi.announceDemand({ body });
      this.#ids.set(demand.reference, id);
    });
  }

  async #issue({ reference, neededOn }: Demand): Promise<void> {
    const id = this.#ids.get(reference);
    if (id === undefined) return;
    this.#ids.delete(reference);
    try {
      await this.inventoryApi.issueDemand({
        params: { id },
        body: { issuedOn: neededOn },
        idempotencyKey: `issue-${reference}`,
      });
    } catch (error) {
      // Issued before a restart of the world.
      if (!(error instanceof Problem && error.code === 'conflict')) throw error;
    }
  }
}

function put(days: Map<string, Demand[]>, day: string, demand: Demand): void {
  const known = days.get(day);
  if (known === undefined) days.set(day, [demand]);
  else known.push(demand);
}
