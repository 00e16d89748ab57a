import { randomUUID } from 'node:crypto';
import { inventory, type JobPayload, type jobs } from '@stockade/contracts';
import type { KeyedPost, RequestHistory } from '@stockade/testing';
import type { Place } from '../place.js';
import { TakeUpOrder } from '../replenishment/take-up-order.js';
import type { InventoryFixture } from './inventory-fixture.js';
import type { InventoryProcesses } from './inventory-processes.js';

type OrderFact = JobPayload<typeof jobs.orderChanged>;

export interface Announced {
  readonly id: string;
  readonly reference: string;
  readonly quantity: number;
}

/** What is sent at once to places that nobody else knows, and what came of it. */
export class StockWorld {
  readonly history: RequestHistory;
  readonly places: readonly Place[];
  readonly announced: Promise<Announced>[] = [];
  /** Ids of the replenishment requests; undefined for one that was refused. */
  readonly requested: Promise<string | undefined>[] = [];
  /** Ids of the ship notice lines. */
  readonly lines: string[] = [];
  readonly #underWay: Promise<unknown>[] = [];

  private constructor(
    readonly fixture: InventoryFixture,
    processes: InventoryProcesses,
    readonly opening: number,
  ) {
    this.history = processes.history();
    const sku = `item-${randomUUID()}`;
    this.places = ['ACCRA', 'NAIROBI'].map((location) => ({ sku, location }));
  }

  /** Opens the places with so much stock at each. */
  static async open(processes: InventoryProcesses, opening: number): Promise<StockWorld> {
    const world = new StockWorld(processes.fixture, processes, opening);
    for (const place of world.places) await processes.fixture.stock(opening, place);
    return world;
  }

  /** Begins something, and does not wait for it. */
  begin<T>(act: Promise<T>): Promise<T> {
    this.#underWay.push(act);
    act.catch(() => undefined);
    return act;
  }

  /** Waits for all that was begun. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async adjust(place: Place, delta: number, hangUps: readonly number[]): Promise<void> {
    const body = { ...place, delta, reason: 'cycle_count' };
    await this.history.post({ caller: 'inventory_bot', path: '/v1/adjustments', body }, hangUps);
  }

  async announce(place: Place, quantity: number): Promise<Announced> {
    const reference = randomUUID();
    const body = { ...place, reference, quantity, announcedOn: '2012-01-01', neededOn: '2012-03-01' };
    const { text } = await this.history.post({ caller: 'demand_feed', path: '/v1/demands', body });
    return inventory.announceDemand.output.parse(JSON.parse(text));
  }

  async issue(announced: Promise<Announced>, hangUps: readonly number[]): Promise<void> {
    const path = `/v1/demands/${(await announced).id}/issue`;
    await this.history.post({ caller: 'demand_feed', path, body: { issuedOn: '2012-03-01' } }, hangUps);
  }

  async receive(
    asnLineId: string,
    place: Place,
    quantity: number,
    request: Promise<string | undefined> | undefined,
    hangUps: readonly number[],
  ): Promise<void> {
    const requestId = (await request) ?? null;
    const body = { ...place, asnLineId, requestId, quantity, receivedOn: '2012-02-15' };
    await this.history.post({ caller: 'inventory_bot', path: '/v1/receipts', body }, hangUps);
  }

  async request(place: Place, quantity: number, onOrder: number, hangUps: readonly number[]) {
    const figures = { onHand: 0, announcedDemand: 0, forecastPerDay: 0, leadTimeDays: 1, horizonDays: 1 };
    const reason = { ...figures, onOrder, reorderPoint: 0, stockOutOn: null };
    const body = { ...place, quantity, requestedOn: '2012-02-01', neededOn: '2012-03-01', reason };
    const path = '/v1/replenishment-requests';
    const { status, text } = await this.history.post({ caller: 'inventory_bot', path, body }, hangUps);
    return status === 201 ? inventory.requestReplenishment.output.parse(JSON.parse(text)).id : undefined;
  }

  /** Tells of the order of a request, as the queue does: late, twice, or in the wrong order. */
  async tellOfOrder(
    request: Promise<string | undefined>,
    fact: Pick<OrderFact, 'status' | 'version' | 'quantity'>,
  ): Promise<void> {
    const requestId = await request;
    if (requestId === undefined) return;
    const whole = {
      ...{ ...fact, requestId, orderId: requestId, supplierId: requestId },
      ...{ unconfirmed: 0, expectedOn: null },
    };
    await this.fixture.work('InventoryService', (unit) => new TakeUpOrder().run(whole, unit));
  }

  async sendAgain(post: KeyedPost): Promise<void> {
    await this.history.insist(post);
  }
}
