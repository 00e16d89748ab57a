import { addDays } from '@stockade/contracts';
import { describe, expect, it } from 'vitest';
import type { DeliveryLine } from './delivery-line.js';
import { demandsOf } from './demand.js';
import { masterDataOn } from './master-data.js';
import { realLines } from './test-support/real-lines.js';

const day = '2011-01-01';
const known = masterDataOn(realLines, day);
const boughtBefore = new Set(
  realLines
    .filter((line) => line.kind === 'purchase' && line.deliveredOn < day && line.recordedOn < day)
    .map(({ sku }) => sku),
);

describe('master data on a day', () => {
  it('uses nothing that is delivered on that day or later', () => {
    const changed = realLines.map(
      (line): DeliveryLine =>
        line.deliveredOn < day
          ? line
          : {
              ...line,
              packs: line.packs * 7,
              packPriceUsd: line.packPriceUsd * 7 + 1,
              supplier: 'Somebody else',
              sentOn: line.promisedOn,
              deliveredOn: addDays(line.deliveredOn, 33),
              recordedOn: addDays(line.deliveredOn, 33),
            },
    );
    const other = masterDataOn(changed, day);
    expect(other.items.toSorted(bySku)).toEqual(known.items.toSorted(bySku));
    expect(other.openingLevels).toEqual(known.openingLevels);
    expect(other.offers.toSorted(bySku)).toEqual(known.offers.toSorted(bySku));
  });

  it('has every item, each offered by those who had sold it, or else by one of its class', () => {
    expect(known.items).toHaveLength(184);
    for (const { sku } of known.items) {
      const suppliers = known.offers.filter((offer) => offer.sku === sku).map(({ supplier }) => supplier);
      expect(new Set(suppliers).size).toBe(suppliers.length);
      if (boughtBefore.has(sku)) expect(suppliers.length).toBeGreaterThan(0);
      else expect(suppliers).toHaveLength(1);
    }
  });

  it('offers at terms that an order can be made of', () => {
    for (const offer of known.offers) {
      for (const whole of [
        offer.unitsPerPack,
        offer.packPriceMinor,
        offer.minimumPacks,
        offer.leadTimeDays,
      ]) {
        expect(Number.isInteger(whole) && whole >= 1).toBe(true);
      }
      expect(offer.onTimeShare).toBeGreaterThanOrEqual(0);
      expect(offer.onTimeShare).toBeLessThanOrEqual(1);
    }
  });

  it("opens each place that had demand with 180 days of last year's average, in whole packs", () => {
    const since = addDays(day, -365);
    for (const level of known.openingLevels) {
      const lastYear = demandsOf(realLines)
        .filter((demand) => demand.sku === level.sku && demand.location === level.location)
        .filter(({ neededOn }) => neededOn >= since && neededOn < day)
        .reduce((sum, { quantity }) => sum + quantity, 0);
      expect(level.onHand % level.unitsPerPack).toBe(0);
      expect(level.onHand).toBeGreaterThanOrEqual((lastYear / 365) * 180 - 1e-6);
      expect(level.onHand).toBeLessThan((lastYear / 365) * 180 + level.unitsPerPack + 1);
    }
    expect(known.openingLevels.some(({ onHand }) => onHand > 0)).toBe(true);
  });

  it('needs a purchase to have been made before', () => {
    expect(() => masterDataOn(realLines, '2000-01-01')).toThrow('start later');
  });
});

function bySku(a: { sku: string; supplier?: string }, b: { sku: string; supplier?: string }): number {
  return a.sku.localeCompare(b.sku) || (a.supplier ?? '').localeCompare(b.supplier ?? '');
}
