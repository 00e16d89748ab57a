import { addDays } from '@stockade/contracts';
import type { CarrierGateway } from './carrier-gateway.js';
import type { DemandFeed } from './demand-feed.js';
import type { SupplierGateway } from './supplier-gateway.js';

/** The business clock and what happens outside on each of its days. */
export class World {
  #today: string;

  constructor(
    lastClosedDay: string,
    private readonly demandFeed: DemandFeed,
    private readonly suppliers: SupplierGateway,
    private readonly carriers: CarrierGateway,
  ) {
    this.#today = lastClosedDay;
  }

  get today(): string {
    return this.#today;
  }

  /** Lives one more business day: suppliers answer, goods arrive, needs are announced and met, the books are closed. */
  async advance(): Promise<string> {
    const day = addDays(this.#today, 1);
    await this.suppliers.act(day);
    await this.carriers.act(day);
    await this.demandFeed.act(day);
    await Promise.all([this.carriers.closeDay(day), this.demandFeed.closeDay(day)]);
    this.#today = day;
    return day;
  }
}
