import { addDays } from '@stockade/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryLine } from './delivery-line.js';
import { type OfferTerms, offersOn, offerTerms } from './offers.js';
import { realLines } from './test-support/real-lines.js';

const FIRST_DAY = '2011-01-01';
const stored = offerTerms(realLines, FIRST_DAY);
const aDay = fc.integer({ min: 0, max: 4 * 365 }).map((days) => addDays(FIRST_DAY, days));

/** The offers in force on a day, of all that were ever made. */
function inForce(terms: readonly OfferTerms[], day: string): OfferTerms[] {
  const latest = new Map<string, OfferTerms>();
  for (const offer of terms) {
    if (offer.validFrom <= day) latest.set(`${offer.sku} ${offer.supplier}`, offer);
  }
  return [...latest.values()];
}

/** The same history up to a day, and another one after it. */
const otherwiseAfter = (day: string, seed: number) =>
  realLines.map((line, index): DeliveryLine => {
    if (line.deliveredOn < day && line.recordedOn < day) return line;
    const later = addDays(day, (index * seed) % 500);
    return {
      ...line,
      packs: line.packs * 3 + 1,
      packPriceUsd: line.packPriceUsd * seed + 1,
      supplier: `Somebody else ${seed % 3}`,
      ...(line.deliveredOn >= day && { deliveredOn: later, sentOn: line.promisedOn }),
      recordedOn: later,
    };
  });

const byName = (a: { sku: string; supplier: string }, b: { sku: string; supplier: string }) =>
  `${a.sku} ${a.supplier}` < `${b.sku} ${b.supplier}` ? -1 : 1;

describe('offers as of a business date', () => {
  it('do not change with what is delivered or recorded on that date or later', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: 2, max: 9 }), (day, seed) => {
        const other = otherwiseAfter(day, seed);
        expect(inForce(offerTerms(other, FIRST_DAY), day).toSorted(byName)).toEqual(
          inForce(stored, day).toSorted(byName),
        );
        expect(offersOn(other, day).toSorted(byName)).toEqual(offersOn(realLines, day).toSorted(byName));
      }),
      { numRuns: 4 },
    );
  });

  it('change when a purchase of the item becomes known, and are of the day after', () => {
    const changes = stored.filter(({ validFrom }) => validFrom > FIRST_DAY);
    expect(changes.length).toBeGreaterThan(1000);
    for (const { sku, validFrom } of changes) {
      const learnt = realLines.some(
        (line) =>
          line.sku === sku &&
          line.kind === 'purchase' &&
          [line.deliveredOn, line.recordedOn].toSorted().at(-1) === addDays(validFrom, -1),
      );
      expect(learnt, `${sku} ${validFrom}`).toBe(true);
    }
  });

  it('are what an order can be made of, at prices that fall with the quantity', () => {
    for (const { packPriceMinor, minimumPacks, priceBreaks, leadTimeDays, onTimeShare } of stored) {
      for (const whole of [packPriceMinor, minimumPacks, leadTimeDays]) {
        expect(Number.isInteger(whole) && whole >= 1).toBe(true);
      }
      expect(onTimeShare >= 0 && onTimeShare <= 1).toBe(true);
      const prices = [packPriceMinor, ...priceBreaks.map((one) => one.packPriceMinor)];
      expect(prices).toEqual([...new Set(prices)].toSorted((a, b) => b - a));
      const quantities = priceBreaks.map((one) => one.minimumPacks);
      expect(quantities).toEqual(quantities.toSorted((a, b) => a - b));
    }
    expect(stored.filter(({ priceBreaks }) => priceBreaks.length > 0).length).toBeGreaterThan(100);
  });
});
