import { randomUUID } from 'node:crypto';
import type { inventory, OperationInput, OperationOutput, orders as operations } from '@stockade/contracts';

export type Body = OperationInput<typeof operations.createOrder>['body'];
export type Request = OperationOutput<typeof inventory.getReplenishmentRequest>;

export const supplierId = randomUUID();
export const suspendedSupplierId = randomUUID();
/** 10 units a pack, at least 5 packs, 1,000 minor units a pack. */
export const offerId = randomUUID();
/** A pack of which alone costs more than the limit of the agent. */
export const dearOfferId = randomUUID();

export const aRequest = (change: Partial<Request> = {}): Request => ({
  id: randomUUID(),
  sku: 'item-1',
  location: 'ACCRA',
  quantity: 100,
  requestedOn: '2012-02-01',
  neededOn: '2012-04-01',
  status: 'open',
  orderId: null,
  orderedQuantity: null,
  replaces: null,
  declinedBy: [],
  expectedOn: null,
  receivedQuantity: 0,
  reason: {
    onHand: 0,
    onOrder: 0,
    announcedDemand: 100,
    forecastPerDay: 1,
    leadTimeDays: 60,
    horizonDays: 90,
    reorderPoint: 100,
    stockOutOn: null,
  },
  version: 1,
  ...change,
});

export const candidateFor = (offerId: string, sellerId = supplierId, costMinor = 1) => ({
  offerId,
  supplierId: sellerId,
  costMinor,
  eligible: true,
  packs: 10,
  packPriceMinor: 1000,
  leadTimeDays: 60,
  onTimeShare: 0.9,
  note: 'It costs this.',
});

/** Who lost. */
const loser = candidateFor(randomUUID(), randomUUID(), 2);

export const bodyFor = ({ id, sku, location, quantity }: Request, offer: string = offerId): Body => ({
  supplierId,
  location,
  orderedOn: '2012-02-01',
  lines: [
    {
      requestId: id,
      offerId: offer,
      sku,
      quantity,
      neededOn: '2012-04-01',
      candidates: [candidateFor(offer), loser],
    },
  ],
});

export const insertOffers = `
  WITH supplier AS (
    INSERT INTO orders.suppliers (id, name, status) VALUES ($1, 'Maker', 'active'), ($2, 'Suspended', 'suspended')
  )
  INSERT INTO orders.offers (id, supplier_id, sku, valid_from, units_per_pack, pack_price_minor, currency,
    minimum_packs, lead_time_days, lead_time_deviation_days, on_time_share)
  VALUES ($3, $1, 'item-1', '2012-01-01', 10, 1000, 'USD', 5, 60, 10, 0.9),
    ($4, $1, 'dear', '2012-01-01', 10, 50000001, 'USD', 1, 90, 10, 0.9)`;
