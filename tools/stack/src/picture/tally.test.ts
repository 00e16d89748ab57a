import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RequestTally } from './tally.js';

it('counts every request once, whenever it is settled', () => {
  // Each look finds new requests, and settles some of those that are not settled yet.
  const looks = fc.array(
    fc.record({ arrived: fc.nat(50), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  );
  fc.assert(
    fc.property(looks, (steps) => {
      const tally = new RequestTally();
      let all = 0;
      let open = 0;
      for (const { arrived, share } of steps) {
        all += arrived;
        open += arrived;
        const settled = Math.floor(open * share);
        const [agent] = tally.take([{ agent: 'a', result: 'allowed', settled, fresh: open, lastMinute: 0 }]);
        expect(agent?.total).toEqual({ allowed: all, denied: 0, failed: 0 });
        open -= settled;
      }
    }),
  );
});

it('counts a request over the limit among those denied', () => {
  const [agent] = new RequestTally().take([
    { agent: 'a', result: 'denied', settled: 0, fresh: 2, lastMinute: 1 },
    { agent: 'a', result: 'rate_limited', settled: 0, fresh: 3, lastMinute: 3 },
  ]);
  expect(agent?.total.denied).toBe(5);
  expect(agent?.lastMinute.denied).toBe(4);
});
