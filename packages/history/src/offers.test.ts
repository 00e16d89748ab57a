import { addDays } from '@stockade/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryLine } from './delivery-line.js';
import { lastDayUnknown } from './known-purchases.js';
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
  it('do not change with what is delivered or recorded on that date or later', { timeout: 60_000 }, () => {
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
    const learnt = new Set(
      realLines.flatMap((line) => (line.kind === 'purchase' ? `${line.sku} ${lastDayUnknown(line)}` : [])),
    );
    const unfounded = changes.filter(({ sku, validFrom }) => !learnt.has(`${sku} ${addDays(validFrom, -1)}`));
    expect(unfounded).toEqual([]);
  });

  it('are what an order can be made of, at prices that fall with the quantity', () => {
    const falling = (prices: readonly number[]) =>
      prices.every((price, at) => at === 0 || price < (prices[at - 1] ?? 0));
    const impossible = stored.filter(
      ({ packPriceMinor, minimumPacks, priceBreaks, leadTimeDays, onTimeShare }) =>
        ![packPriceMinor, minimumPacks, leadTimeDays].every(
          (whole) => Number.isInteger(whole) && whole >= 1,
        ) ||
        !(onTimeShare >= 0 && onTimeShare <= 1) ||
        !falling([packPriceMinor, ...priceBreaks.map((one) => one.packPriceMinor)]) ||
        !falling(priceBreaks.map((one) => -one.minimumPacks)),
    );
    expect(impossible).toEqual([]);
    expect(stored.filter(({ priceBreaks }) => priceBreaks.length > 0).length).toBeGreaterThan(100);
  });
});
