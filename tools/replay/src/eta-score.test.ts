import { addDays } from '@stockade/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreEta, type WatchedShipment } from './eta-score.js';

const lastDay = '2011-12-31';
/** Promised for 31 March after a way of 30 days: three days late are tolerated. */
const shipment = (lateDays: number | null, lead: number | null): WatchedShipment => ({
  shippedOn: '2011-03-01',
  promisedOn: '2011-03-31',
  deliveredOn: lateDays === null ? null : addDays('2011-03-31', lateDays),
  flaggedOn: lead === null ? null : addDays('2011-03-31', -lead),
});

describe('the score of the ETA exceptions', () => {
  it('sets what was flagged beside what came late', () => {
    const watched = [
      shipment(10, 8),
      shipment(20, 5),
      shipment(4, -4),
      shipment(5, null),
      shipment(0, 6),
      shipment(3, null),
      shipment(-2, null),
    ];
    expect(scoreEta(watched, lastDay)).toEqual({
      ...{ shipments: 7, late: 4, flagged: 4, flaggedRightly: 3 },
      ...{ precision: 3 / 4, recall: 3 / 4, recallBeforePromise: 2 / 4 },
      ...{ leads: [-4, 5, 8], medianLead: 5 },
    });
  });

  it('counts what has not come by its promise as late, and leaves out what may still come in time', () => {
    expect(scoreEta([shipment(null, 3)], '2011-04-04')).toMatchObject({
      shipments: 1,
      late: 1,
      precision: 1,
    });
    expect(scoreEta([shipment(null, 3)], '2011-04-03')).toMatchObject({ shipments: 0, flagged: 0 });
  });

  it('of a tracker that had nothing to flag finds no fault', () => {
    expect(scoreEta([], lastDay)).toMatchObject({ precision: 1, recall: 1, medianLead: null });
  });

  it('has shares from 0 to 1, and one lead for each that was flagged rightly', () => {
    const days = fc.option(fc.integer({ min: -40, max: 90 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(days, days)), (drawn) => {
        const score = scoreEta(
          drawn.map(([late, lead]) => shipment(late, lead)),
          lastDay,
        );
        for (const value of [score.precision, score.recall, score.recallBeforePromise]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        expect(score.recallBeforePromise).toBeLessThanOrEqual(score.recall);
        expect(score.leads).toHaveLength(score.flaggedRightly);
      }),
    );
  });
});
