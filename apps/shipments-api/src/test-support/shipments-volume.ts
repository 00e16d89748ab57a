/** Rows of every table that grows; each 400th shipment is under way. */
const rows = 100_000;
const underWayEach = 400;
export const volumeId = (index: number) => `0199c0de-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
export const shipmentUnderWay = (index: number) => volumeId(underWayEach * index);

const n = `generate_series(0, ${rows - 1}) AS n`;
const id = `('0199c0de-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
const isUnderWay = `n % ${underWayEach} = 0`;
/** Nearly all are objects observed; each of what is rare is told by some hundreds of events. */
const event = `jsonb_build_object(
  'type', CASE WHEN n % 500 = 1 THEN 'AggregationEvent' ELSE 'ObjectEvent' END,
  'eventID', 'urn:volume:' || n, 'eventTime', time, 'eventTimeZoneOffset', '+00:00',
  'action', CASE WHEN n % 500 = 2 THEN 'DELETE' ELSE 'OBSERVE' END,
  'bizStep', step, 'disposition', disposition, 'epcList', jsonb_build_array('urn:epc:volume:' || n / 10),
  'readPoint', jsonb_build_object('id', 'urn:place:' || n % 50),
  'bizLocation', jsonb_build_object('id', 'urn:place:' || n % 50),
  'bizTransactionList', jsonb_build_array(jsonb_build_object('type', 'po', 'bizTransaction', 'urn:po:' || n / 10)))`;
const events = `
  SELECT n, ${event} AS document, step, disposition, time FROM (
    SELECT n, timestamptz '2012-03-02T12:00:00Z' + n * interval '1 minute' AS time,
      (ARRAY['shipping', 'departing', 'transporting', 'arriving', 'receiving'])[1 + n % 5] AS step,
      CASE WHEN n % 500 = 3 THEN 'damaged' ELSE 'in_transit' END AS disposition FROM ${n}) AS told`;
const declaration = `jsonb_build_object('errorDeclaration', jsonb_build_object(
  'declarationTime', time, 'correctiveEventIDs', jsonb_build_array('urn:volume:' || n + 1)))`;

/** A platform that has been at work for years. Without triggers: foreign keys hold by construction. */
export const shipmentsVolume = `
  SET session_replication_role = replica;
  INSERT INTO shipments.shipments (id, order_id, supplier_id, carrier, tracking_number, origin, destination, status,
      shipped_on, promised_on, eta_on, delivered_on, in_lane_history, version)
    SELECT ${id}, ${id}, ${id}, 'Air Bridge', 'AB-' || n, 'Goa', 'ACCRA',
      CASE WHEN ${isUnderWay} THEN 'in_transit' ELSE 'delivered' END, '2012-03-01', '2012-03-31', '2012-03-31',
      CASE WHEN ${isUnderWay} THEN NULL ELSE date '2012-03-31' END, NOT (${isUnderWay}), 1 FROM ${n};
  INSERT INTO shipments.asn_lines (asn_line_id, shipment_id, order_line_id, request_id, sku, quantity)
    SELECT ${id}, ${id}, ${id}, ${id}, 'item-1', 10 FROM ${n};
  INSERT INTO shipments.events (event_id, shipment_id, event_time, time_zone_offset, record_time, biz_step, disposition,
      error_declared_at, document)
    SELECT document->>'eventID', ${id}, time, '+00:00', time, step, disposition, declared_at,
      document || CASE WHEN declared_at IS NULL THEN '{}' ELSE ${declaration} END
    FROM (${events}) AS told, LATERAL (
      SELECT NULL::timestamptz AS declared_at UNION ALL SELECT time WHERE n % 500 = 4) AS declaration;
  INSERT INTO shipments.lane_histories (origin, carrier, destination, month, deliveries, taken)
    SELECT 'Goa ' || n / 24, 'Air Bridge', 'ACCRA', date '2010-04-01' + n % 24 * interval '1 month', 1,
      '{"gap": {"10": 1}}' FROM ${n};
  INSERT INTO shipments.exceptions (shipment_id, kind, promised_on, fact, detected_on, detail, resolved_on)
    SELECT ${id}, 'silent', '2012-03-31', 'urn:volume:' || n, '2012-03-10', 'Nothing was heard.', '2012-03-12' FROM ${n};
  INSERT INTO shipments.idempotency_keys (agent, key, operation, body_hash, status)
    SELECT 'seed', 'key-' || n, 'seed', '', 200 FROM ${n};
  RESET session_replication_role;
  ANALYZE`;
