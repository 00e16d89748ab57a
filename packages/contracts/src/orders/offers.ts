import { z } from 'zod';
import { defineOperation } from '../operation.js';
import {
  businessDate,
  currency,
  id,
  minorUnits,
  outsideText,
  page,
  pageQuery,
  quantity,
  sku,
} from '../values.js';

const service = 'orders-api';

export const supplier = z.strictObject({
  id,
  name: outsideText(z.string(), 'supplier'),
  /** Only an active supplier may be ordered from. */
  status: z.enum(['active', 'suspended']),
});

const packs = z.int().min(1).describe('Whole packs');

/** From this many packs on, a pack costs this much. */
export const priceBreak = z.strictObject({ minimumPacks: packs, packPriceMinor: minorUnits });

export const offer = z.strictObject({
  id,
  supplierId: id,
  sku,
  validFrom: businessDate.describe('The offer stands from this day until its supplier makes another'),
  unitsPerPack: z.int().min(1),
  packPriceMinor: minorUnits.describe('Price of a pack below the first price break, in minor units'),
  currency,
  minimumPacks: packs.describe('The supplier delivers no fewer packs'),
  priceBreaks: z.array(priceBreak).max(20).describe('Lower prices for larger quantities, the smallest first'),
  leadTimeDays: z.int().min(0),
  leadTimeDeviationDays: z.int().min(0),
  /** Share of deliveries that came by the promised day, 0 to 1. */
  onTimeShare: z.number().min(0).max(1).describe('Share of deliveries by the promised day, 0 to 1'),
  itemHistory: z
    .strictObject({
      purchases: z.int().min(1),
      medianPackPriceMinor: minorUnits,
      priceDeviationMinor: minorUnits,
      medianQuantity: quantity,
    })
    .nullable()
    .describe('The last purchases of the item from anybody, known on validFrom; null when too few are'),
});

/** What a pack costs when so many are bought, in minor units. */
export function packPriceAt(
  { packPriceMinor, priceBreaks }: Pick<z.output<typeof offer>, 'packPriceMinor' | 'priceBreaks'>,
  ordered: number,
): number {
  return (
    priceBreaks.findLast(({ minimumPacks }) => minimumPacks <= ordered)?.packPriceMinor ?? packPriceMinor
  );
}

/** Who sells, and at what terms. */
export const offerOperations = {
  listSuppliers: defineOperation({
    id: 'orders.list_suppliers',
    service,
    method: 'GET',
    path: '/v1/suppliers',
    scope: 'suppliers:read',
    summary: 'Lists suppliers; with `sku`, those that offer it.',
    example: { sku: 'abacavir-300mg-60-tabs' },
    query: z.strictObject({ ...pageQuery, sku: sku.optional() }),
    output: page(supplier),
  }),
  listOffers: defineOperation({
    id: 'orders.list_offers',
    service,
    method: 'GET',
    path: '/v1/suppliers/{id}/offers',
    scope: 'suppliers:read',
    summary: 'Lists what a supplier offered on a business day: prices, minimum, lead time, reliability.',
    description:
      'An order is made in whole packs: minimumPacks or more, unitsPerPack base units in each, at packPriceMinor or that of the last of priceBreaks that its packs reach. asOf is the day of the order.',
    example: {
      id: '0198c1a2-7b3c-7d4e-8f50-123456789abc',
      sku: 'abacavir-300mg-60-tabs',
      asOf: '2012-06-20',
    },
    params: z.strictObject({ id }),
    query: z.strictObject({
      ...pageQuery,
      asOf: businessDate.describe('The business day on which the offers stood, YYYY-MM-DD'),
      sku: sku.optional(),
    }),
    output: page(offer),
  }),
};
