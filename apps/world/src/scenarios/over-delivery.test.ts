import { supplierIdOf } from '@stockade/history';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inForce } from './in-force.js';
import { arbitraryGoods, FIRST_DAY, runOf } from './test-support/arbitrary-goods.js';

const loaded = (about: object) =>
  inForce([runOf('over-delivery', { factor: 0.3, ...about })], FIRST_DAY).load;

describe('over-delivery', () => {
  it('adds to each line of the supplier at most the share, and changes nothing else', () => {
    fc.assert(
      fc.property(arbitraryGoods, (goods) => {
        const more = loaded({ supplier: 'Maker' })(goods);
        expect({ ...more, lines: goods.lines }).toEqual(goods);
        const isMeant = goods.supplierId === supplierIdOf('Maker');
        for (const [index, { quantity, ...line }] of more.lines.entries()) {
          const { quantity: ordered = 0, ...same } = goods.lines[index] ?? {};
          expect(line).toEqual(same);
          expect(quantity).toBeGreaterThanOrEqual(ordered);
          expect(quantity).toBeLessThanOrEqual(isMeant ? Math.ceil(ordered * 1.3) : ordered);
        }
        expect(loaded({ supplier: 'Maker' })(goods)).toEqual(more);
      }),
    );
  });

  it('lies within a tolerance of a tenth for some lines, and beyond it for others', () => {
    const shares = fc
      .sample(arbitraryGoods, { seed: 7, numRuns: 200 })
      .flatMap((goods) =>
        loaded({})(goods).lines.map((line, index) => line.quantity / (goods.lines[index]?.quantity ?? 1)),
      );
    expect(shares.filter((share) => share > 1.1).length).toBeGreaterThan(shares.length / 3);
    expect(shares.filter((share) => share <= 1.1).length).toBeGreaterThan(shares.length / 10);
  });
});
