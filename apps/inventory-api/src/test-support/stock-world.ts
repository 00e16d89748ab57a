import { randomUUID } from 'node:crypto';
import { inventory, type JobPayload, type jobs } from '@stockade/contracts';
import type { KeyedPost, RequestHistory } from '@stockade/testing';
import type { Place } from '../place.js';
import { TakeUpOrder } from '../replenishment/take-up-order.js';
import { BoundStock } from './bound-stock.js';
import type { InventoryFixture } from './inventory-fixture.js';
import type { InventoryProcesses } from './inventory-processes.js';

type OrderFact = JobPayload<typeof jobs.orderChanged>;

/** After what is received, before what is issued and sent away. */
const COUNTED_ON = '2012-02-20';

export interface Announced {
  readonly id: string;
  readonly reference: string;
  readonly quantity: number;
}

/** What is sent at once to places that nobody else knows, and what came of it. */
export class StockWorld {
  readonly history: RequestHistory;
  readonly places: readonly Place[];
  readonly bound: BoundStock;
  readonly announced: Promise<Announced>[] = [];
  /** Ids of the replenishment requests; undefined for one that was refused. */
  readonly requested: Promise<string | undefined>[] = [];
  /** Ids of the transfers; undefined for one that was refused. */
  readonly dispatched: Promise<string | undefined>[] = [];
  /** Ids of the ship notice lines. */
  readonly lines: string[] = [];
  readonly #underWay: Promise<unknown>[] = [];

  private constructor(
    readonly fixture: InventoryFixture,
    processes: InventoryProcesses,
    readonly opening: number,
  ) {
    this.history = processes.history();
    this.bound = new BoundStock(fixture, this.history);
    const sku = `item-${randomUUID()}`;
    this.places = ['ACCRA', 'NAIROBI'].map((location) => ({ sku, location }));
  }

  /** Opens the places with so much stock at each. */
  static async open(processes: InventoryProcesses, opening: number): Promise<StockWorld> {
    const world = new StockWorld(processes.fixture, processes, opening);
    for (const place of world.places) await processes.fixture.stock(opening, place);
    await processes.fixture.test.ownerQuery(
      `INSERT INTO inventory.transfer_lanes (from_location, to_location, transit_days, is_open)
       VALUES ('ACCRA', 'NAIROBI', 1, true), ('NAIROBI', 'ACCRA', 1, true) ON CONFLICT DO NOTHING`,
    );
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

  async dispatch(
    { sku, location: from }: Place,
    { location: to }: Place,
    quantity: number,
    onOrder: number | undefined,
    hangUps: readonly number[],
  ): Promise<string | undefined> {
    const body = { sku, from, to, quantity, dispatchedOn: '2012-02-25', onOrder };
    const { status, text } = await this.history.post(
      { caller: 'inventory_bot', path: '/v1/transfers', body },
      hangUps,
    );
    return status === 201 ? inventory.dispatchTransfer.output.parse(JSON.parse(text)).id : undefined;
  }

  async receiveTransfer(dispatched: Promise<string | undefined>, hangUps: readonly number[]): Promise<void> {
    const transferId = await dispatched;
    if (transferId === undefined) return;
    const path = `/v1/transfers/${transferId}/receive`;
    await this.history.post({ caller: 'inventory_bot', path, body: { receivedOn: '2012-02-26' } }, hangUps);
  }

  async count(place: Place, counted: number, hangUps: readonly number[]): Promise<void> {
    const body = { ...place, counted, countedOn: COUNTED_ON };
    await this.history.post({ caller: 'inventory_bot', path: '/v1/cycle-counts', body }, hangUps);
  }

  async correct(
    place: Place,
    delta: number,
    beforeCounts: boolean,
    hangUps: readonly number[],
  ): Promise<void> {
    const occurredOn = beforeCounts ? '2012-02-10' : COUNTED_ON;
    const body = { ...place, delta, occurredOn, reason: 'correction' };
    await this.history.post({ caller: 'inventory_bot', path: '/v1/corrections', body }, hangUps);
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
