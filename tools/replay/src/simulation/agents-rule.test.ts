import { describe, expect, it } from 'vitest';
import { historyOf } from './agents-rule.js';
import { dayNumber } from './calendar.js';

const need = (on: string, quantity: number, notice: number) => ({
  reference: on,
  sku: 'pill',
  location: 'ACCRA',
  quantity,
  announcedDay: dayNumber(on) - notice,
  neededDay: dayNumber(on),
});

describe('the history that the agents see', () => {
  it('is that of inventory-api: 24 complete months and the running one', () => {
    const needs = [
      need('2010-02-28', 500, 0),
      need('2010-03-05', 10, 10),
      need('2012-03-10', 30, 20),
      need('2012-03-11', 20, 0),
    ];
    const history = historyOf({ needs }, dayNumber('2012-03-15'));
    expect(history.months).toEqual([10, ...new Array<number>(23).fill(0)]);
    expect(history.days).toBe(dayNumber('2012-03-15') - dayNumber('2010-03-01') + 1);
    expect(history.squaredQuantity).toBe(1400);
    expect(history.noticeDays).toBeCloseTo(700 / 60, 9);
  });

  it('begins with the first month of a place that is new', () => {
    expect(historyOf({ needs: [need('2012-02-20', 10, 0)] }, dayNumber('2012-03-15')).months).toEqual([10]);
  });
});
