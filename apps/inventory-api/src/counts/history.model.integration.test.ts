import { randomUUID } from 'node:crypto';
import { addDays } from '@stockade/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { RecordAdjustment } from '../adjustments/record-adjustment.js';
import { CloseBusinessDay } from '../business-days/close-business-day.js';
import { RecordReceipt } from '../receipts/record-receipt.js';
import { InventoryFixture } from '../test-support/inventory-fixture.js';
import { RecordCorrection } from './record-correction.js';
import { RecordCycleCount } from './record-cycle-count.js';

const DAYS = 12;
const dayOf = (day: number) => addDays('2012-03-01', day);

/** What is booked, in the order of recording; `ago`: so many days before the day at hand. */
type Booking =
  | { readonly kind: 'adjustment'; readonly delta: number }
  | { readonly kind: 'correction'; readonly delta: number; readonly ago: number }
  | { readonly kind: 'receipt'; readonly delta: number; readonly ago: number }
  | { readonly kind: 'count'; readonly counted: number; readonly ago: number }
  | { readonly kind: 'close' };

const ago = fc.nat({ max: DAYS });
const delta = fc.integer({ min: -40, max: 40 }).filter((one) => one !== 0);
const bookings = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('adjustment' as const), delta }),
    fc.record({ kind: fc.constant('correction' as const), delta, ago }),
    fc.record({ kind: fc.constant('receipt' as const), delta: fc.integer({ min: 1, max: 40 }), ago }),
    fc.record({ kind: fc.constant('count' as const), counted: fc.nat({ max: 120 }), ago }),
    fc.record({ kind: fc.constant('close' as const) }),
  ),
  { minLength: 1, maxLength: 14 },
);

/** What happened on a day: stock changed by so much, or was seen to be so much. */
type Event = { readonly day: number } & ({ readonly delta: number } | { readonly counted: number });

/** The stock at the end of a day, by going through what happened in the order of the days, and of recording within one. */
function replayed(events: readonly Event[], lastDay: number): number {
  const inOrder = events.filter(({ day }) => day <= lastDay).toSorted((a, b) => a.day - b.day);
  return inOrder.reduce((stock, event) => ('counted' in event ? event.counted : stock + event.delta), 0);
}

let inventory: InventoryFixture;
beforeAll(async () => {
  inventory = await InventoryFixture.open();
});
afterAll(() => inventory.close());

class Books {
  readonly #place = { sku: `item-${randomUUID()}`, location: 'ACCRA' };
  readonly events: Event[] = [{ day: 0, delta: 50 }];
  today = 1;

  async open(): Promise<void> {
    await inventory.reset();
    await inventory.stock(50, this.#place);
    await this.#close();
  }

  /** @returns the event, and whether it was booked */
  async book(booking: Booking): Promise<void> {
    if (booking.kind === 'close') {
      this.today += 1;
      return this.#close();
    }
    const day = booking.kind === 'adjustment' ? this.today : Math.max(1, this.today - booking.ago);
    const event =
      booking.kind === 'count' ? { day, counted: booking.counted } : { day, delta: booking.delta };
    const after = replayed([...this.events, event], DAYS * 2);
    const attempt = this.#send(booking, dayOf(day));
    if (after < 0) return expect(attempt).rejects.toMatchObject({ code: 'insufficient_stock' });
    await attempt;
    this.events.push(event);
  }

  /** The stock on hand, and at the end of each day what the movements up to it sum up to. */
  async held(): Promise<number[]> {
    const [level] = await inventory.test.ownerQuery<{ onHand: number }>(
      'SELECT on_hand::int AS "onHand" FROM inventory.levels',
    );
    const movements = await inventory.test.ownerQuery<{ delta: number; day: string }>(
      `SELECT delta::int, coalesce(occurred_on,
         (SELECT coalesce(max(date) + 1, '2012-03-01') FROM inventory.business_days WHERE closed_at < recorded_at))::text AS day
       FROM inventory.movements`,
    );
    const sumUntil = (last: number) =>
      movements.reduce((sum, { delta, day }) => sum + (day <= dayOf(last) ? delta : 0), 0);
    return [level?.onHand ?? Number.NaN, ...this.#days().map(sumUntil)];
  }

  expected(): number[] {
    return [replayed(this.events, this.today), ...this.#days().map((day) => replayed(this.events, day))];
  }

  #days(): number[] {
    return Array.from({ length: this.today }, (_, index) => index + 1);
  }

  async #close(): Promise<void> {
    const body = { date: dayOf(this.today - 1) };
    await inventory.as('DemandFeed', new CloseBusinessDay(), { body });
  }

  #send(booking: Exclude<Booking, { kind: 'close' }>, day: string): Promise<unknown> {
    const place = this.#place;
    switch (booking.kind) {
      case 'adjustment':
        return inventory.as('InventoryManager', new RecordAdjustment(), {
          body: { ...place, delta: booking.delta, reason: 'found' },
        });
      case 'correction':
        return inventory.as('InventoryManager', new RecordCorrection(), {
          body: { ...place, delta: booking.delta, occurredOn: day, reason: 'correction', movementId: null },
        });
      case 'receipt':
        return inventory.as('InventoryManager', new RecordReceipt(inventory.test.policy), {
          body: {
            ...place,
            asnLineId: randomUUID(),
            requestId: null,
            quantity: booking.delta,
            receivedOn: day,
          },
        });
      case 'count':
        return inventory.as('InventoryManager', new RecordCycleCount(inventory.test.policy), {
          body: { ...place, counted: booking.counted, countedOn: day },
        });
    }
  }
}

it('R20: whatever is booked for the past in whatever order, each day holds what a replay of what happened holds', async () => {
  await fc.assert(
    fc.asyncProperty(bookings, async (each) => {
      const books = new Books();
      await books.open();
      for (const booking of each) {
        await books.book(booking);
        expect(await books.held()).toEqual(books.expected());
      }
      expect(await inventory.driftedPlaces()).toEqual([]);
    }),
    { numRuns: inject('modelRuns') * 2 },
  );
}, 120_000);
