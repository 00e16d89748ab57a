import { addDays } from '@stockade/contracts';
import { supplierIdOf } from '@stockade/history';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inForce } from './in-force.js';
import { arbitraryGoods, FIRST_DAY, runOf } from './test-support/arbitrary-goods.js';
import { told } from './test-support/lived.js';

const DAYS = 20;
const outage = (factor: number) => runOf('supplier-outage', { supplier: 'Maker', factor }, DAYS);
const over = addDays(FIRST_DAY, DAYS);
const [maker, other] = [supplierIdOf('Maker'), supplierIdOf('Other')];

describe('a supplier that is out', () => {
  it('ships nothing until it is over; what had left goes on, and so does what others ship', () => {
    fc.assert(
      fc.property(arbitraryGoods, (goods) => {
        const usual = told(goods, [], FIRST_DAY);
        const seen = told(goods, [outage(0.5)], FIRST_DAY);
        if (goods.supplierId === maker && goods.reported === 0) {
          expect(seen.every(({ day }) => day >= over)).toBe(true);
          expect(seen.map(({ step }) => step.bizStep)).toEqual(usual.map(({ step }) => step.bizStep));
        } else {
          expect(seen).toEqual(usual);
        }
      }),
    );
  });

  it('declines the share that it is told to, the same orders every time, and is silent to the rest', () => {
    const answers = (factor: number) =>
      Array.from({ length: 1000 }, (_, index) =>
        inForce([outage(factor)], FIRST_DAY).answer({ orderId: `order-${index}`, supplierId: maker }),
      );
    expect(new Set(answers(1))).toEqual(new Set(['declined']));
    expect(new Set(answers(0))).toEqual(new Set(['silence']));
    expect(answers(0.5)).toEqual(answers(0.5));
    const declined = answers(0.5).filter((answer) => answer === 'declined').length;
    // Five standard deviations of a fair draw; the orders are fixed, so the outcome is too.
    expect(Math.abs(declined - 500)).toBeLessThan(5 * Math.sqrt(250));
  });

  it('answers as ever before, after, and where another is meant', () => {
    const order = { orderId: 'order', supplierId: maker };
    expect(inForce([outage(1)], over).answer(order)).toBeUndefined();
    expect(inForce([outage(1)], addDays(FIRST_DAY, -1)).answer(order)).toBeUndefined();
    expect(inForce([outage(1)], FIRST_DAY).answer({ ...order, supplierId: other })).toBeUndefined();
  });
});
