import { reservation } from '@stockade/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayEnd, type ReservationStatus } from './reservation-states.js';

const statuses = reservation.shape.status.options;
const endings = statuses.filter((status) => status !== 'active');

describe('a reservation', () => {
  it.each(endings)('may be %s while it is active', (ending) => {
    expect(mayEnd('active', ending)).toBe(true);
  });

  it('ends once, whatever is tried in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...endings), { minLength: 1 }), (tried) => {
        let status: ReservationStatus = 'active';
        for (const ending of tried) if (mayEnd(status, ending)) status = ending;
        expect(status).toBe(tried[0]);
      }),
    );
  });
});
