/** The columns of shipments.shipments that the API shows, aliased to their fields, with its lines and exceptions. */
export const shipmentColumns = `id, order_id AS "orderId", supplier_id AS "supplierId", carrier,
  tracking_number AS "trackingNumber", origin, destination, status, shipped_on AS "shippedOn",
  promised_on AS "promisedOn", eta_on AS "etaOn", eta_earliest_on AS "etaEarliestOn", eta_latest_on AS "etaLatestOn",
  delivered_on AS "deliveredOn", version, (
    SELECT coalesce(json_agg(line), '[]') FROM (
      SELECT asn_line_id AS "asnLineId", order_line_id AS "orderLineId", request_id AS "requestId", sku, quantity
      FROM shipments.asn_lines WHERE shipment_id = shipments.id ORDER BY asn_line_id
    ) AS line
  ) AS lines, (
    SELECT coalesce(json_agg(exception), '[]') FROM (
      SELECT kind, fact, detected_on AS "detectedOn", detail, resolved_on AS "resolvedOn"
      FROM shipments.exceptions WHERE shipment_id = shipments.id ORDER BY detected_on, kind, promised_on, fact
    ) AS exception
  ) AS exceptions`;
