import { randomUUID } from 'node:crypto';
import { addDays, daysBetween, eachDay } from '@stockade/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryLine } from './delivery-line.js';
import { drawCourse } from './draw-course.js';
import { Courses } from './supply.js';

/** A purchase that was sent on 2011-01-01 and promised for 30 days later. */
const purchase = (sku: string, supplier: string, deliveredAfter: number): DeliveryLine => ({
  lineId: randomUUID(),
  kind: 'purchase',
  country: 'Ghana',
  mode: 'Air',
  quotedOn: undefined,
  sentOn: '2011-01-01',
  promisedOn: '2011-01-31',
  deliveredOn: addDays('2011-01-01', deliveredAfter),
  recordedOn: addDays('2011-01-01', deliveredAfter),
  productClass: sku.startsWith('test') ? 'HRDT' : 'ARV',
  supplier,
  item: sku,
  sku,
  unitsPerPack: 1,
  packs: 1,
  packPriceUsd: 1,
  origin: 'Goa',
  stockLocation: '',
});
const times = (count: number, sku: string, supplier: string, days: number) =>
  Array.from({ length: count }, () => purchase(sku, supplier, days));
const leads = (courses: Courses, sku: string, supplier: string, productClass = 'ARV') => [
  ...new Set(courses.of(sku, supplier, productClass).map(({ deliveredAfter }) => deliveredAfter)),
];

describe('how purchases have gone', () => {
  const courses = new Courses([
    ...times(5, 'pill', 'Maker', 10),
    ...times(4, 'pill', 'Other', 20),
    ...times(4, 'syrup', 'Maker', 30),
    ...times(1, 'test-kit', 'Lab', 40),
  ]);

  it('is told of the supplier and SKU, where there are enough', () => {
    expect(leads(courses, 'pill', 'Maker')).toEqual([10]);
  });

  it('falls back to the SKU, its class, and everything', () => {
    expect(leads(courses, 'pill', 'Other')).toEqual([10, 20]);
    expect(leads(courses, 'syrup', 'Maker')).toEqual([10, 20, 30]);
    expect(leads(courses, 'test-kit', 'Lab', 'HRDT')).toEqual([10, 20, 30, 40]);
    expect(leads(courses, 'unheard-of', 'Nobody', 'none')).toEqual([10, 20, 30, 40]);
  });

  it('leaves out what was no purchase, or has dates that make no sense', () => {
    const line = purchase('pill', 'Maker', 10);
    const senseless = [
      { ...line, kind: 'issue' as const },
      { ...line, sentOn: undefined },
      { ...line, deliveredOn: '2010-12-31' },
      { ...line, promisedOn: '2010-12-31' },
      { ...line, deliveredOn: '2013-01-01' },
    ];
    expect(new Courses(senseless).of('pill', 'Maker', 'ARV')).toEqual([]);
  });
});

describe('drawing a course', () => {
  const courses = [10, 20, 30, 40].map((deliveredAfter) => ({
    promisedAfter: 30,
    deliveredAfter,
    mode: 'Air',
    origin: 'Goa',
  }));

  it('goes the same way for the same order', () => {
    fc.assert(
      fc.property(fc.uuid(), (order) => {
        expect(drawCourse(courses, order)).toBe(drawCourse(courses, order));
      }),
    );
  });

  it('draws each course about as often', () => {
    const counts = new Map<number, number>();
    for (let order = 0; order < 4000; order += 1) {
      const { deliveredAfter } = drawCourse(courses, `order-${order}`);
      counts.set(deliveredAfter, (counts.get(deliveredAfter) ?? 0) + 1);
    }
    // Five standard deviations of a fair draw; the orders are fixed, so the outcome is too.
    for (const { deliveredAfter } of courses) {
      expect(Math.abs((counts.get(deliveredAfter) ?? 0) - 1000)).toBeLessThan(
        5 * Math.sqrt(4000 * 0.25 * 0.75),
      );
    }
  });

  it('has nothing to draw from an empty history', () => {
    expect(() => drawCourse([], 'order')).toThrow('no purchase to draw from');
  });
});

it('counts days over month ends, leap days and changes of the clock', () => {
  expect([...eachDay('2012-02-27', '2012-03-01')]).toEqual([
    '2012-02-27',
    '2012-02-28',
    '2012-02-29',
    '2012-03-01',
  ]);
  expect([...eachDay('2012-02-02', '2012-02-01')]).toEqual([]);
  fc.assert(
    fc.property(fc.integer({ min: -5000, max: 5000 }), (days) => {
      expect(daysBetween('2011-06-15', addDays('2011-06-15', days))).toBe(days);
    }),
  );
});
