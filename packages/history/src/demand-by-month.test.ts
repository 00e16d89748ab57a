import { describe, expect, it } from 'vitest';
import { demandsOf } from './demand.js';
import { demandByMonth } from './demand-by-month.js';
import { realLines } from './test-support/real-lines.js';

const day = '2010-06-17';
const past = demandsOf(realLines).filter(({ neededOn }) => neededOn < day);

describe('the demand by month', () => {
  const months = demandByMonth(realLines, day);

  it('sums up all that was needed before the day, and nothing of the day or later', () => {
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(months.map(({ demands }) => demands))).toBe(past.length);
    expect(sum(months.map(({ quantity }) => quantity))).toBe(sum(past.map(({ quantity }) => quantity)));
    expect(months.every(({ month }) => month < day)).toBe(true);
  });

  it('has one row for a place and a month', () => {
    const keys = months.map(({ sku, location, month }) => `${sku} ${location} ${month}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('keeps how lumpy the demand was, and how long ahead it was told', () => {
    const first = months.find(({ demands }) => demands > 1);
    const own = past.filter(
      ({ sku, location, neededOn }) =>
        sku === first?.sku && location === first.location && neededOn.startsWith(first.month.slice(0, 7)),
    );
    expect(first?.squaredQuantity).toBe(own.reduce((total, { quantity }) => total + quantity ** 2, 0));
    expect(months.some(({ noticeQuantityDays }) => noticeQuantityDays > 0)).toBe(true);
  });
});
