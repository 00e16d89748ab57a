import { randomUUID } from 'node:crypto';
import { inventory } from '@stockade/contracts';
import type { RequestHistory } from '@stockade/testing';
import type { Place } from '../place.js';
import { ExpireReservation } from '../reservations/expire-reservation.js';
import type { InventoryFixture } from './inventory-fixture.js';

const HOUR = 3_600_000;

interface Reservation extends Place {
  readonly reference: string;
  readonly quantity: number;
}

/** Stock that is reserved or on hold, and what is sent about it. */
export class BoundStock {
  readonly asked: Reservation[] = [];
  /** Ids of the reservations; undefined for one that was refused. */
  readonly reserved: Promise<string | undefined>[] = [];
  /** Ids of the holds; undefined for one that was refused. */
  readonly held: Promise<string | undefined>[] = [];
  readonly #expiresAt = new Date(Date.now() + HOUR).toISOString();

  constructor(
    private readonly fixture: InventoryFixture,
    private readonly history: RequestHistory,
  ) {}

  /** Whether nobody has tried to bind any. */
  get isEmpty(): boolean {
    return this.reserved.length === 0 && this.held.length === 0;
  }

  /** What is to be reserved under a reference of its own. */
  ask(place: Place, quantity: number): Reservation {
    const reservation = { ...place, quantity, reference: randomUUID() };
    this.asked.push(reservation);
    return reservation;
  }

  async reserve(reservation: Reservation, hangUps: readonly number[]): Promise<string | undefined> {
    const body = { ...reservation, expiresAt: this.#expiresAt };
    const asked = { caller: 'demand_feed', path: '/v1/reservations', body };
    const { status, text } = await this.history.post(asked, hangUps);
    return status === 201 ? inventory.reserveStock.output.parse(JSON.parse(text)).id : undefined;
  }

  async end(
    reservation: Promise<string | undefined>,
    how: 'consumption' | 'release',
    hangUps: readonly number[],
  ): Promise<void> {
    const id = await reservation;
    if (id === undefined) return;
    const body = how === 'consumption' ? { issuedOn: '2012-03-01' } : {};
    await this.history.post({ caller: 'demand_feed', path: `/v1/reservations/${id}/${how}`, body }, hangUps);
  }

  /** As the queue does when the time is over: once, or again. */
  async expire(reservation: Promise<string | undefined>): Promise<void> {
    const reservationId = await reservation;
    if (reservationId === undefined) return;
    await this.fixture.work('InventoryService', (unit) =>
      new ExpireReservation().run({ reservationId }, unit),
    );
  }

  async hold(place: Place, quantity: number, hangUps: readonly number[]): Promise<string | undefined> {
    const body = { ...place, quantity, reason: 'quality' };
    const asked = { caller: 'inventory_bot', path: '/v1/holds', body };
    const { status, text } = await this.history.post(asked, hangUps);
    return status === 201 ? inventory.placeHold.output.parse(JSON.parse(text)).id : undefined;
  }

  async releaseHold(hold: Promise<string | undefined>, hangUps: readonly number[]): Promise<void> {
    const id = await hold;
    if (id === undefined) return;
    const path = `/v1/holds/${id}/release`;
    await this.history.post({ caller: 'inventory_bot', path, body: {} }, hangUps);
  }
}
