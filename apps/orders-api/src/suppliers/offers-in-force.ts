import { statement, type UnitOfWork } from '@stockade/database';
import type { Offer } from './offer.entity.js';

const columns = `id, supplier_id AS "supplierId", sku, valid_from AS "validFrom", units_per_pack AS "unitsPerPack",
  pack_price_minor AS "packPriceMinor", currency, minimum_packs AS "minimumPacks", price_breaks AS "priceBreaks",
  lead_time_days AS "leadTimeDays", lead_time_deviation_days AS "leadTimeDeviationDays",
  on_time_share AS "onTimeShare", item_history AS "itemHistory"`;

/** Of each item the latest offer that a supplier had made by a day. */
const selectOffers = statement(
  'select_offers_in_force',
  `SELECT DISTINCT ON (sku) ${columns} FROM orders.offers
   WHERE supplier_id = $1 AND sku > $2 AND valid_from <= $3 ORDER BY sku, valid_from DESC LIMIT $4`,
);

const selectOfferOfSku = statement(
  'select_offer_of_sku_in_force',
  `SELECT ${columns} FROM orders.offers
   WHERE supplier_id = $1 AND sku = $2 AND valid_from <= $3 ORDER BY valid_from DESC LIMIT 1`,
);

const selectById = statement(
  'select_offers_by_id_in_force',
  `SELECT ${columns} FROM orders.offers AS offer WHERE id = ANY ($1) AND valid_from <= $2 AND NOT EXISTS (
     SELECT FROM orders.offers AS later WHERE later.supplier_id = offer.supplier_id AND later.sku = offer.sku
       AND later.valid_from > offer.valid_from AND later.valid_from <= $2)`,
);

/** What a supplier offered on a day, by SKU, from after one on. */
export const offersInForce = (
  unit: UnitOfWork,
  supplierId: string,
  asOf: string,
  { after, limit }: { after: string; limit: number },
): Promise<Offer[]> => unit.query(selectOffers, [supplierId, after, asOf, limit]);

/** What a supplier offered of one item on a day: one offer or none. */
export const offerOfSkuInForce = (
  unit: UnitOfWork,
  supplierId: string,
  asOf: string,
  sku: string,
): Promise<Offer[]> => unit.query(selectOfferOfSku, [supplierId, sku, asOf]);

/** Those of the offers that stood on a day. */
export const whichInForce = (unit: UnitOfWork, ids: readonly string[], asOf: string): Promise<Offer[]> =>
  unit.query(selectById, [ids, asOf]);
