import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BizStep, isUnderWay, type ShipmentStatus, statusAfterEvent } from './shipment-states.js';

const steps: BizStep[] = ['shipping', 'departing', 'transporting', 'arriving', 'receiving', 'holding'];
const ranks: ShipmentStatus[] = ['planned', 'pre_transit', 'in_transit', 'out_for_delivery', 'delivered'];
const after = (events: readonly BizStep[]) =>
  events.reduce<ShipmentStatus>((status, step) => statusAfterEvent(status, step, undefined), 'planned');

describe('shipment states', () => {
  it('a late event never moves a shipment backwards: every order of the same events ends alike', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.constantFrom(...steps), { maxLength: 12 })
          .chain((events) =>
            fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
          ),
        ([events, shuffled]) => {
          expect(after(shuffled)).toBe(after(events));
        },
      ),
    );
  });

  it('no event lowers the rank', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ranks), fc.constantFrom(...steps), (status, step) => {
        expect(ranks.indexOf(statusAfterEvent(status, step, undefined))).toBeGreaterThanOrEqual(
          ranks.indexOf(status),
        );
      }),
    );
  });

  it('what has ended stays ended', () => {
    for (const ended of ['delivered', 'returned', 'lost', 'cancelled'] as const) {
      expect(isUnderWay(ended)).toBe(false);
      for (const step of steps) expect(statusAfterEvent(ended, step, 'returned')).toBe(ended);
    }
  });
});
