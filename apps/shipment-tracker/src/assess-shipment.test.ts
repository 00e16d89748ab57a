import { describe, expect, it } from 'vitest';
import { assessShipment } from './assess-shipment.js';

const shipment = {
  id: '0197d8a4-0000-7000-8000-000000000001',
  orderId: '0197d8a4-0000-7000-8000-000000000002',
  supplierId: '0197d8a4-0000-7000-8000-000000000003',
  carrier: 'Air Bridge',
  trackingNumber: 'AB-1',
  origin: 'Goa',
  destination: 'ACCRA',
  status: 'in_transit' as const,
  shippedOn: '2011-03-01',
  promisedOn: '2011-03-31',
  etaOn: '2011-03-31',
  deliveredOn: null,
  lines: [],
  exceptions: [],
  version: 2,
};
const event = (day: string, bizStep: string) => ({
  eventID: `urn:uuid:${day}-${bizStep}`,
  eventTime: `${day}T12:00:00Z`,
  recordTime: `${day}T12:00:01Z`,
  bizStep,
  disposition: null,
  location: null,
});
const kinds = (finding: ReturnType<typeof assessShipment>) => finding.exceptions.map(({ kind }) => kind);

describe('assessing a shipment', () => {
  it('finds nothing on a shipment that keeps its plan', () => {
    const finding = assessShipment(shipment, [event('2011-03-02', 'departing')], '2011-03-10');
    expect(finding).toMatchObject({ etaOn: '2011-03-31', exceptions: [] });
  });

  it('flags lateness before the promised day when the way that is left is too long', () => {
    const finding = assessShipment(shipment, [event('2011-03-20', 'departing')], '2011-03-20');
    expect(finding.etaOn > '2011-03-31').toBe(true);
    expect(kinds(finding)).toEqual(['late']);
  });

  it('flags silence and, where the last word was a hold, a standstill', () => {
    const events = [event('2011-03-02', 'departing'), event('2011-03-05', 'holding')];
    expect(kinds(assessShipment(shipment, events, '2011-03-12'))).toEqual(['stuck']);
    expect(kinds(assessShipment(shipment, events, '2011-03-26'))).toEqual(['silent', 'stuck']);
  });

  it('has nothing to report once the goods are there', () => {
    const delivered = { ...shipment, status: 'delivered' as const, deliveredOn: '2011-04-20' };
    expect(assessShipment(delivered, [event('2011-04-20', 'receiving')], '2011-04-21')).toMatchObject({
      etaOn: '2011-04-20',
      exceptions: [],
    });
  });
});
