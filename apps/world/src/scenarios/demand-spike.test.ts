import { LARGEST_QUANTITY } from '@stockade/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inForce } from './in-force.js';
import { FIRST_DAY, locations, runOf } from './test-support/arbitrary-goods.js';

const arbitraryDemand = fc.record({
  reference: fc.uuid(),
  sku: fc.integer({ min: 0, max: 99 }).map((number) => `item-${number}`),
  location: fc.constantFrom(...locations),
  quantity: fc.integer({ min: 1, max: LARGEST_QUANTITY }),
  announcedOn: fc.constant(FIRST_DAY),
  neededOn: fc.constant('2011-09-01'),
});
const spike = (about: object) =>
  inForce([runOf('demand-spike', { location: 'ACCRA', factor: 3, ...about })], FIRST_DAY);

describe('a spike of demand', () => {
  it('multiplies what a location announces of a SKU, and nothing else', () => {
    fc.assert(
      fc.property(arbitraryDemand, (demand) => {
        const isMeant = demand.location === 'ACCRA' && demand.sku === 'item-7';
        const expected = isMeant ? Math.min(demand.quantity * 3, LARGEST_QUANTITY) : demand.quantity;
        expect(spike({ sku: 'item-7' }).announce(demand)).toEqual({ ...demand, quantity: expected });
      }),
    );
  });

  it('hits the same SKUs whenever it is asked, and others by another seed', () => {
    const skus = Array.from({ length: 300 }, (_, index) => `item-${index}`);
    const hit = (seed: number) =>
      skus.filter((sku) => {
        const demand = { reference: 'r', sku, location: 'ACCRA', quantity: 10 };
        const { quantity } = spike({ seed }).announce({
          ...demand,
          announcedOn: FIRST_DAY,
          neededOn: FIRST_DAY,
        });
        expect([10, 30]).toContain(quantity);
        return quantity === 30;
      });
    expect(hit(1)).toEqual(hit(1));
    expect(hit(1)).not.toEqual(hit(2));
    expect(hit(1).length).toBeGreaterThan(60);
    expect(hit(1).length).toBeLessThan(140);
  });
});
