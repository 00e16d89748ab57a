import { describe, expect, it } from 'vitest';
import { type PlaceFacts, planPlace } from './index.js';

/** Places that differ in all that a plan depends on; the same ones each time. */
function* places(count: number): Generator<PlaceFacts> {
  for (let index = 0; index < count; index++) {
    const size = 10 + (index % 97);
    yield {
      available: (index * 7919) % 5000,
      needs: Array.from({ length: 6 }, (_, need) => ({ day: need * 25 + (index % 20), quantity: size * 10 })),
      orders: [{ quantity: size * 20, expectedDay: index % 150 }],
      history: {
        months: Array.from({ length: 24 }, (_, month) =>
          (index + month) % (1 + (index % 5)) === 0 ? size * 30 : 0,
        ),
        days: 745,
        squaredQuantity: size ** 2 * 30_000,
        noticeDays: index % 200,
      },
      leadTime: { mean: 40 + (index % 100), deviation: index % 60 },
      serviceLevel: 0.7,
      unitsPerPack: 1 + (index % 30),
      minimumQuantity: 100,
    };
  }
}

describe('planning 100,000 places', () => {
  it('takes under 10 s of processor time', () => {
    const before = process.cpuUsage();
    let ordered = 0;
    for (const place of places(100_000)) if (planPlace(place).quantity > 0) ordered += 1;
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    console.info(`planned 100,000 places in ${seconds.toFixed(1)} s of processor time`);
    expect(ordered).toBeGreaterThan(10_000);
    expect(ordered).toBeLessThan(100_000);
    expect(seconds).toBeLessThan(10);
  }, 60_000);
});
