import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertMayAsk,
  assertMayDecide,
  assertMayPresent,
  MOST_OPEN_REQUESTS,
  statusOf,
  versionOf,
} from './approval-rules.js';

const facts = fc
  .record({
    decision: fc.constantFrom('approved' as const, 'rejected' as const, null),
    expired: fc.boolean(),
    consumed: fc.boolean(),
  })
  .filter(({ decision, consumed }) => !consumed || decision === 'approved');

describe('the status', () => {
  it('is never pending or approved once the time is over', () => {
    fc.assert(
      fc.property(facts, (one) => {
        const status = statusOf({ ...one, expired: true });
        expect(['consumed', 'rejected', 'expired']).toContain(status);
      }),
    );
  });

  it('of what was done or rejected stays, whatever time does', () => {
    fc.assert(
      fc.property(facts, (one) => {
        const status = statusOf({ ...one, expired: false });
        if (status === 'consumed' || status === 'rejected')
          expect(statusOf({ ...one, expired: true })).toBe(status);
      }),
    );
  });

  it('goes with a version that grows with each step', () => {
    const steps = [
      { decision: null, consumed: false },
      { decision: 'approved' as const, consumed: false },
      { decision: 'approved' as const, consumed: true },
    ].map((one) => ({ ...one, expired: false }));
    expect(steps.map(statusOf)).toEqual(['pending', 'approved', 'consumed']);
    expect(steps.map(versionOf)).toEqual([1, 2, 3]);
  });
});

describe('deciding', () => {
  it('is for what is pending, and never for who asked', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom('agent', 'person'), (one, decider) => {
        const decide = () => assertMayDecide({ agent: 'agent', status: statusOf(one) }, decider);
        if (decider === 'agent')
          expect(decide).toThrow(expect.objectContaining({ code: 'creator_may_not_approve' }));
        else if (statusOf(one) === 'pending') expect(decide).not.toThrow();
        else expect(decide).toThrow(expect.objectContaining({ code: 'conflict' }));
      }),
    );
  });
});

describe('presenting', () => {
  const digest = 'a'.repeat(64);

  it('counts each number once, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 })), (numbers) => {
        let presentations = 0;
        const taken = numbers.filter((presentation) => {
          try {
            assertMayPresent({ digest, presentations }, { digest, presentation });
          } catch {
            return false;
          }
          presentations = presentation;
          return true;
        });
        expect(taken).toEqual([...new Set(taken)].toSorted((one, other) => one - other));
      }),
    );
  });

  it('is refused with other arguments', () => {
    const shown = { digest: 'b'.repeat(64), presentation: 1 };
    expect(() => assertMayPresent({ digest, presentations: 0 }, shown)).toThrow(/other arguments/);
  });
});

it('lets an agent have so many open requests and no more', () => {
  expect(() => assertMayAsk(MOST_OPEN_REQUESTS - 1)).not.toThrow();
  expect(() => assertMayAsk(MOST_OPEN_REQUESTS)).toThrow(/wait/);
});
