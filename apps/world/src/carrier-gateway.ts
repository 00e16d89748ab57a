import { createHash } from 'node:crypto';
import type { Client } from '@stockade/clients';
import type { shipments } from '@stockade/contracts';
import type { Consignment } from './consignment.js';
import type { ConsignmentBook } from './consignment-book.js';
import { inParallel } from './in-parallel.js';
import type { Step } from './journey.js';
import type { Scenario } from './scenarios/scenario.js';
import type { ScenarioBook } from './scenarios/scenario-book.js';

type Shipments = Client<typeof shipments>;

/** Gives ship notices as soon as freight is booked, and reports, day by day, what carriers see of the goods. */
export class CarrierGateway {
  constructor(
    private readonly shipmentsApi: Shipments,
    private readonly book: ConsignmentBook,
    private readonly scenarios: ScenarioBook,
  ) {}

  async act(day: string): Promise<void> {
    const scenario = this.scenarios.on(day);
    await inParallel(this.book.open, (consignment) => this.#follow(consignment, day, scenario));
  }

  async closeDay(date: string): Promise<void> {
    await this.shipmentsApi.closeBusinessDay({ body: { date }, idempotencyKey: `day-${date}` });
  }

  /** A day that was missed, for example by a restart, is made up for. */
  async #follow(known: Consignment, day: string, scenario: Required<Scenario>): Promise<void> {
    const consignment = scenario.hold(known, day);
    const { orderId, steps, reported } = consignment;
    const shipmentId = consignment.shipmentId ?? (await this.#giveNotice(scenario.load(consignment)));
    const [earlier, ahead] = [steps.slice(0, reported), steps.slice(reported)];
    const due = ahead.filter(({ on }) => on <= day);
    const telling = scenario.tell({ orderId, day, earlier, due });
    for (const document of telling.documents) await this.#report(shipmentId, consignment, document);
    if (telling.reported === steps.length) this.book.close(orderId);
    else if (consignment !== known || shipmentId !== known.shipmentId || telling.reported !== reported)
      this.book.update({ ...consignment, shipmentId, reported: telling.reported });
  }

  async #giveNotice({
    orderId,
    supplierId,
    origin,
    mode,
    destination,
    shippedOn,
    promisedOn,
    lines,
    traceparent,
  }: Consignment) {
    const { id } = await this.shipmentsApi.createShipment({
      body: {
        orderId,
        supplierId,
        carrier: mode === '' ? 'Carrier' : `${mode} carrier`,
        trackingNumber: orderId.slice(-12),
        origin,
        destination,
        shippedOn,
        promisedOn,
        lines,
      },
      idempotencyKey: `ship-${orderId}`,
      traceparent,
    });
    return id;
  }

  async #report(
    shipmentId: string,
    { orderId, destination, traceparent }: Consignment,
    steps: readonly Step[],
  ): Promise<void> {
    const eventList = steps.map(({ on, bizStep }) => ({
      type: 'ObjectEvent' as const,
      eventID: eventId(orderId, bizStep),
      eventTime: `${on}T12:00:00.000Z`,
      eventTimeZoneOffset: '+00:00',
      action: 'OBSERVE' as const,
      epcList: [],
      bizStep,
      disposition: bizStep === 'receiving' ? ('in_progress' as const) : ('in_transit' as const),
      readPoint: { id: `https://id.stockade.example/location/${destination}` },
      bizTransactionList: [{ type: 'desadv' as const, bizTransaction: `urn:uuid:${shipmentId}` }],
    }));
    await this.shipmentsApi.captureEvents({
      body: {
        '@context': 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
        type: 'EPCISDocument',
        schemaVersion: '2.0',
        creationDate: new Date().toISOString(),
        epcisBody: { eventList },
      },
      traceparent,
    });
  }
}

/** RFC 6920 name of the event, the same whenever it is told again. */
const eventId = (orderId: string, bizStep: string): string =>
  `ni:///sha-256;${createHash('sha256').update(`${orderId} ${bizStep}`).digest('hex')}`;
