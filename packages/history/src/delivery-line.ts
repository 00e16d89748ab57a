import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** One line of data/scms-delivery-history.csv; days are `YYYY-MM-DD`, an unknown day is undefined. */
export interface DeliveryLine {
  readonly lineId: string;
  /** Issued from a distribution centre (a customer's demand), or delivered by a supplier (a purchase). */
  readonly kind: 'issue' | 'purchase';
  readonly country: string;
  readonly mode: string;
  readonly quotedOn: string | undefined;
  readonly sentOn: string | undefined;
  readonly promisedOn: string;
  readonly deliveredOn: string;
  /** The day on which the delivery was entered into the books. */
  readonly recordedOn: string;
  readonly productClass: string;
  readonly supplier: string;
  readonly item: string;
  readonly sku: string;
  readonly unitsPerPack: number;
  readonly packs: number;
  readonly packPriceUsd: number;
  readonly origin: string;
  readonly stockLocation: string;
}

/** A SKU for an item's description; the data set's 184 descriptions give 184 SKUs. */
export const skuOf = (item: string): string =>
  item
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

const optional = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

/** Reads the data set, sorted by the day of delivery. @throws when the file is missing or is not that data set. */
export function readDeliveryLines(file: string): DeliveryLine[] {
  const rows: Record<string, string>[] = parse(readFileSync(file), { columns: true });
  return rows.map(lineOf).sort((a, b) => a.deliveredOn.localeCompare(b.deliveredOn));
}

function lineOf(row: Record<string, string>): DeliveryLine {
  const field = (name: string): string => {
    const value = row[name];
    if (value === undefined) throw new Error(`The delivery history has no column ${name}.`);
    return value;
  };
  return {
    lineId: field('line_id'),
    kind: field('fulfilled_via') === 'From RDC' ? 'issue' : 'purchase',
    country: field('country'),
    mode: field('shipment_mode'),
    quotedOn: optional(field('quoted_on')),
    sentOn: optional(field('order_sent_on')),
    promisedOn: field('promised_on'),
    deliveredOn: field('delivered_on'),
    recordedOn: field('recorded_on'),
    productClass: field('product_class'),
    supplier: field('supplier'),
    item: field('item'),
    sku: skuOf(field('item')),
    unitsPerPack: Number(field('units_per_pack')),
    packs: Number(field('packs')),
    packPriceUsd: Number(field('pack_price_usd')),
    origin: field('manufacturing_site'),
    stockLocation: field('stock_location'),
  };
}
