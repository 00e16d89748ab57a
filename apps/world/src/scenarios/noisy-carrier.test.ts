import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Consignment } from '../consignment.js';
import { arbitraryGoods, FIRST_DAY, runOf } from './test-support/arbitrary-goods.js';
import { told } from './test-support/lived.js';

const noisy = (factor: number, seed = 1) => [runOf('noisy-carrier', { factor, seed }, 1000)];
const stepsOf = (goods: Consignment, factor: number, seed?: number) =>
  told(goods, noisy(factor, seed), FIRST_DAY).map(({ step }) => step);

describe('a noisy carrier', () => {
  it('tells every event in the end, with its own time, and no other; the last one ends it', () => {
    fc.assert(
      fc.property(arbitraryGoods, fc.double({ min: 0, max: 1, noNaN: true }), (goods, factor) => {
        const seen = stepsOf(goods, factor);
        for (const step of seen) expect(goods.steps).toContainEqual(step);
        for (const step of goods.steps.slice(goods.reported)) expect(seen).toContainEqual(step);
        const days = told(goods, noisy(factor), FIRST_DAY).map(({ day }) => day);
        const received = told(goods, [], FIRST_DAY).at(-1)?.day;
        expect(days.every((day) => received !== undefined && day <= received)).toBe(true);
      }),
    );
  });

  it('repeats and reorders, the same way every time', () => {
    const seen = (factor: number) =>
      fc.sample(arbitraryGoods, { seed: 7, numRuns: 200 }).map((goods) => stepsOf(goods, factor));
    expect(seen(0.5)).toEqual(seen(0.5));
    const repeats = seen(0.5).filter(
      (steps) => new Set(steps.map(({ bizStep }) => bizStep)).size < steps.length,
    );
    const disorders = seen(0.5).filter((steps) =>
      steps.some((step, index) => step.on < (steps[index - 1]?.on ?? step.on)),
    );
    expect(repeats.length).toBeGreaterThan(50);
    expect(disorders.length).toBeGreaterThan(50);
  });

  it('with a share of nothing is like any other', () => {
    fc.assert(
      fc.property(arbitraryGoods, (goods) => {
        const usual = told(goods, [], FIRST_DAY).map(({ day, step }) => [day, step.bizStep]);
        const quiet = told(goods, noisy(0), FIRST_DAY).map(({ day, step }) => [day, step.bizStep]);
        expect(quiet.toSorted()).toEqual(usual.toSorted());
      }),
    );
  });
});
