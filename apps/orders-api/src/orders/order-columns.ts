/** The columns of orders.orders that the API shows, aliased to their fields, and the order's lines as they were created. */
export const orderColumns = `id, supplier_id AS "supplierId", location, currency, status, total_minor AS "totalMinor",
  ordered_on AS "orderedOn", needed_on AS "neededOn", sent_on AS "sentOn", promised_on AS "promisedOn",
  created_by AS "createdBy", approval_reasons AS "approvalReasons", revision, amended_by AS "amendedBy",
  held_by AS "heldBy", hold_reason AS "holdReason", decided_by AS "decidedBy", decision_reason AS "decisionReason",
  version, (
    SELECT coalesce(json_agg(line), '[]') FROM (
      SELECT id, request_id AS "requestId", offer_id AS "offerId", sku, quantity, packs,
        units_per_pack AS "unitsPerPack", pack_price_minor AS "packPriceMinor", needed_on AS "neededOn",
        confirmed_quantity AS "confirmedQuantity", confirmed_pack_price_minor AS "confirmedPackPriceMinor",
        received_quantity AS "receivedQuantity", short_closed_quantity AS "shortClosedQuantity",
        short_closed_by AS "shortClosedBy", short_close_reason AS "shortCloseReason", candidates
      FROM orders.order_lines WHERE order_id = orders.id ORDER BY id
    ) AS line
  ) AS lines`;
