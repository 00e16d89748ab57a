import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { asAdmin } from './admin-database.js';
import type { Exchange } from './exchange.js';
import { insist, keyed } from './keyed-request.js';
import { offersInForce } from './offers-in-force.js';
import { noFigures } from './replenishment.js';
import { openPlace, type Place, unknownLocation } from './stock.js';
import { until } from './until.js';

const DAY = '2011-01-03';
const NEEDED = '2011-06-03';
/** The window of a draft, and the job that ends it. */
const DECIDED_MS = 30_000;

interface Offer {
  readonly offerId: string;
  readonly supplierId: string;
  readonly sku: string;
  readonly unitsPerPack: number;
  readonly packPriceMinor: number;
}

/** A need at a place that nobody else knows, and the offer that could fill it. */
export interface Need extends Place {
  readonly requestId: string;
  readonly offer: Offer;
  readonly packs: number;
}

const created = z.object({ id: z.string() });
const ordered = z.object({
  id: z.string(),
  status: z.string(),
  lines: z.array(z.object({ id: z.string() })),
});

function bodyOf({ status, text }: Exchange): unknown {
  if (status >= 300) throw new Error(text);
  return JSON.parse(text);
}

/** Requests as many packs of the dearest offer as cost that much. */
export async function requested(worthMinor: number): Promise<Need> {
  const [offer] = await asAdmin<Offer & { minimumPacks: number }>(
    `SELECT o.id AS "offerId", o.supplier_id AS "supplierId", o.sku, o.units_per_pack::int AS "unitsPerPack",
       o.pack_price_minor::int AS "packPriceMinor", o.minimum_packs::int AS "minimumPacks"
     FROM ${offersInForce('$1')} o JOIN orders.suppliers s ON s.id = o.supplier_id
     WHERE s.status = 'active' AND price_breaks = '[]'
     ORDER BY o.pack_price_minor DESC, o.id LIMIT 1`,
    [DAY],
  );
  if (offer === undefined) throw new Error('nobody sells anything');
  const packs = Math.max(offer.minimumPacks, Math.ceil(worthMinor / offer.packPriceMinor));
  const { sku } = offer;
  const place = await openPlace({ sku, location: unknownLocation() });
  const quantity = packs * offer.unitsPerPack;
  const body = { ...place, quantity, requestedOn: DAY, neededOn: NEEDED, reason: noFigures };
  const path = '/v1/replenishment-requests';
  const { answer } = await insist(keyed({ service: 'inventory-api', caller: 'inventory_bot', path, body }));
  return { ...place, requestId: created.parse(bodyOf(answer)).id, offer, packs };
}

/** The order that fills a need, as an agent creates it. */
export function orderFor({ requestId, location, offer, packs }: Need): object {
  const { offerId, supplierId, sku, unitsPerPack, packPriceMinor } = offer;
  const costMinor = packs * packPriceMinor;
  return {
    supplierId,
    location,
    orderedOn: DAY,
    lines: [
      {
        requestId,
        offerId,
        sku,
        quantity: packs * unitsPerPack,
        neededOn: NEEDED,
        candidates: [candidateOf(offerId, supplierId, { costMinor, packs, packPriceMinor })],
      },
    ],
  };
}

/** An offer as it was weighed. */
export const candidateOf = (
  offerId: string,
  supplierId: string,
  price: { costMinor: number; packs: number; packPriceMinor: number },
) => ({
  offerId,
  supplierId,
  ...price,
  eligible: true,
  leadTimeDays: 60,
  onTimeShare: 0.9,
  note: 'the cheapest',
});

const atOrders = (caller: string, path: string, body: object) =>
  insist(keyed({ service: 'orders-api', caller, path: `/v1/orders${path}`, body }));

/** The order as it stands once its draft was decided on. */
export async function placeOrder(need: Need) {
  const { answer } = await atOrders('order_placer', '', orderFor(need));
  const drafted = ordered.parse(bodyOf(answer));
  return until('the decision on the draft', DECIDED_MS, async () => {
    const [row] = await asAdmin<{ status: string }>('SELECT status FROM orders.orders WHERE id = $1', [
      drafted.id,
    ]);
    return row && row.status !== 'draft' ? { ...drafted, status: row.status } : undefined;
  });
}

/** The supplier says no, with these words. */
export async function declinedBySupplier(orderId: string, reason: string): Promise<void> {
  bodyOf((await atOrders('supplier_gateway', `/${orderId}/transmission`, { sentOn: DAY })).answer);
  const body = { decision: 'declined', revision: 1, reason };
  bodyOf((await atOrders('supplier_gateway', `/${orderId}/acknowledgement`, body)).answer);
}

/** A carrier's notice of a shipment for a need, under this tracking number. */
export async function shippedFor({ requestId, location, offer }: Need, trackingNumber: string) {
  const { supplierId, sku } = offer;
  const body = {
    orderId: randomUUID(),
    supplierId,
    carrier: 'Ocean Line',
    trackingNumber,
    origin: 'Mumbai',
    destination: location,
    shippedOn: DAY,
    promisedOn: '2011-02-03',
    lines: [{ orderLineId: randomUUID(), requestId, sku, quantity: 1 }],
  };
  const { answer } = await insist(
    keyed({ service: 'shipments-api', caller: 'carrier_gateway', path: '/v1/shipments', body }),
  );
  return created.parse(bodyOf(answer)).id;
}

/** The carrier tells of one step of a shipment. */
export async function reported(shipmentId: string, bizStep: string, eventTime: string): Promise<void> {
  const body = {
    type: 'ObjectEvent',
    eventID: `urn:uuid:${randomUUID()}`,
    eventTime,
    eventTimeZoneOffset: '+00:00',
    action: 'OBSERVE',
    epcList: [],
    bizStep,
    bizTransactionList: [{ type: 'desadv', bizTransaction: `urn:uuid:${shipmentId}` }],
  };
  const path = '/v1/events';
  bodyOf((await insist(keyed({ service: 'shipments-api', caller: 'carrier_gateway', path, body }))).answer);
}
