import { describe, expect, it } from 'vitest';
import { isFurther, isUnderWay, type ShipmentStatus, statusReported } from './shipment-states.js';

const ends: ShipmentStatus[] = ['delivered', 'returned', 'lost', 'cancelled'];

describe('shipment states', () => {
  it('says of an event how far the shipment has come, and nothing of steps that are no progress', () => {
    expect(statusReported('departing', 'in_transit')).toBe('in_transit');
    expect(statusReported('receiving', null)).toBe('delivered');
    expect(statusReported('receiving', 'returned')).toBe('returned');
    for (const step of ['holding', 'storing', 'constructor', null]) {
      expect(statusReported(step, null)).toBeUndefined();
    }
  });

  it('an end is not under way, and nothing is further than what was lost or cancelled', () => {
    for (const end of ends) expect(isUnderWay(end)).toBe(false);
    for (const end of ['lost', 'cancelled'] as const) expect(isFurther('delivered', end)).toBe(false);
    expect(isFurther('delivered', 'returned')).toBe(true);
    expect(isFurther('returned', 'delivered')).toBe(false);
  });
});
