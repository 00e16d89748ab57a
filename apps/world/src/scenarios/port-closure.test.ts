import { addDays, daysBetween } from '@stockade/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryGoods, FIRST_DAY, runOf } from './test-support/arbitrary-goods.js';
import { told } from './test-support/lived.js';

const DAYS = 20;
const closure = [runOf('port-closure', { location: 'ACCRA' }, DAYS)];
const opens = addDays(FIRST_DAY, DAYS);

describe('a closed port', () => {
  it('lets nothing move on that departed, and is over: then it comes, never more days late than it was closed', () => {
    fc.assert(
      fc.property(arbitraryGoods, (goods) => {
        const usual = told(goods, [], FIRST_DAY);
        const late = told(goods, closure, FIRST_DAY);
        expect(late.map(({ step }) => step.bizStep)).toEqual(usual.map(({ step }) => step.bizStep));
        for (const [index, { day, step }] of late.entries()) {
          const delay = daysBetween(usual[index]?.day ?? day, day);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(goods.destination === 'ACCRA' ? DAYS : 0);
          const moves = step.bizStep === 'transporting' || step.bizStep === 'arriving';
          if (goods.destination === 'ACCRA' && moves) expect(day >= opens).toBe(true);
        }
      }),
    );
  });

  it('is left to its time: what happens is told on its own day', () => {
    fc.assert(
      fc.property(arbitraryGoods, (goods) => {
        for (const { day, step } of told(goods, closure, FIRST_DAY)) {
          expect(step.on <= FIRST_DAY || step.on === day).toBe(true);
        }
      }),
    );
  });
});
