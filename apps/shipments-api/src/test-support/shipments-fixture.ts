import { randomUUID } from 'node:crypto';
import type { JobResult, jobs, OperationOutput, shipments as operations } from '@stockade/contracts';
import { ApiFixture, openApi } from '@stockade/testing';
import { CloseBusinessDay } from '../business-days/close-business-day.js';
import { CaptureEvents } from '../events/capture-events.js';
import type { EpcisEvent } from '../events/epcis-event.js';
import { recordFindings } from '../exceptions/record-findings.js';
import { ListJourneys } from '../lanes/list-journeys.js';
import { CreateShipment } from '../shipments/create-shipment.js';
import { GetShipment } from '../shipments/get-shipment.js';
import { shipmentsApi } from '../shipments-api.js';

const roles = ['CarrierGateway', 'LogisticsMonitor', 'ShipmentsService'] as const;
export type Shipment = OperationOutput<typeof operations.createShipment>;
type Journeys = OperationOutput<typeof operations.listJourneys>;
type Captured = OperationOutput<typeof operations.captureEvents>['events'];

export const notice = {
  orderId: randomUUID(),
  supplierId: randomUUID(),
  carrier: 'Air Bridge',
  trackingNumber: 'AB-1',
  origin: 'Goa',
  destination: 'ACCRA',
  shippedOn: '2012-03-01',
  promisedOn: '2012-03-31',
  lines: [
    { orderLineId: randomUUID(), requestId: randomUUID(), sku: 'item-1', quantity: 100 },
    { orderLineId: randomUUID(), requestId: randomUUID(), sku: 'item-2', quantity: 20 },
  ],
};

/** An event of a shipment, at noon of a day of March 2012. */
export const anEvent = (
  shipmentId: string,
  bizStep: string,
  day = 2,
  change: Partial<EpcisEvent> = {},
): EpcisEvent => ({
  type: 'ObjectEvent',
  eventID: `urn:uuid:${randomUUID()}`,
  eventTime: `2012-03-${String(day).padStart(2, '0')}T12:00:00Z`,
  eventTimeZoneOffset: '+00:00',
  action: 'OBSERVE',
  epcList: [],
  bizStep,
  bizTransactionList: [{ type: 'desadv', bizTransaction: `urn:uuid:${shipmentId}` }],
  ...change,
});

export class ShipmentsFixture extends ApiFixture<(typeof roles)[number]> {
  static async open(): Promise<ShipmentsFixture> {
    const { entities } = shipmentsApi;
    return new ShipmentsFixture(await openApi({ schema: 'shipments', roles, entities }));
  }

  noticed(change: Partial<typeof notice> = {}): Promise<Shipment> {
    return this.as('CarrierGateway', new CreateShipment(), { body: { ...notice, ...change } });
  }

  read(id: string): Promise<Shipment> {
    return this.as('LogisticsMonitor', new GetShipment(), { params: { id } });
  }

  async capture(...eventList: Readonly<Record<string, unknown>>[]): Promise<Captured> {
    const { events } = await this.as('CarrierGateway', new CaptureEvents(), {
      body: {
        '@context': 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
        type: 'EPCISDocument',
        schemaVersion: '2.0',
        creationDate: '2012-03-01T00:00:00Z',
        epcisBody: { eventList },
      },
    });
    return events;
  }

  find(result: JobResult<typeof jobs.etaCheck>): Promise<void> {
    return this.work('ShipmentsService', (unit) => recordFindings(result, unit));
  }

  closeDay(date: string): Promise<unknown> {
    return this.as('CarrierGateway', new CloseBusinessDay(), { body: { date } });
  }

  /** What is told of shipments as of a day. */
  journeys(on: string, ...ids: string[]): Promise<Journeys> {
    return this.as('LogisticsMonitor', new ListJourneys(), { query: { ids: ids.join(','), on } });
  }
}
