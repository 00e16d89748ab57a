import { jobs } from '@stockade/contracts';
import type { ServiceDefinition } from '@stockade/service';
import { CloseBusinessDay } from './business-days/close-business-day.js';
import { CaptureEvents } from './events/capture-events.js';
import { GetEvent } from './events/get-event.js';
import { ListShipmentEvents } from './events/list-shipment-events.js';
import { QueryEvents } from './events/query-events.js';
import { recordFindings } from './exceptions/record-findings.js';
import { ListJourneys } from './lanes/list-journeys.js';
import { AsnLine } from './shipments/asn-line.entity.js';
import { CreateShipment } from './shipments/create-shipment.js';
import { GetShipment } from './shipments/get-shipment.js';
import { ListShipments } from './shipments/list-shipments.js';
import { Shipment } from './shipments/shipment.entity.js';

export const shipmentsApi = {
  name: 'shipments-api',
  openapi: new URL('../openapi.json', import.meta.url),
  entities: [Shipment, AsnLine],
  operations: [
    ListShipments,
    GetShipment,
    CreateShipment,
    CaptureEvents,
    QueryEvents,
    GetEvent,
    ListShipmentEvents,
    ListJourneys,
    CloseBusinessDay,
  ],
  collectors: [{ job: jobs.etaCheck, take: recordFindings }],
} satisfies ServiceDefinition;
