/** Rows of every table that grows; each 400th shipment is under way. */
const rows = 100_000;
const underWayEach = 400;
export const volumeId = (index: number) => `0199c0de-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
export const shipmentUnderWay = (index: number) => volumeId(underWayEach * index);

const n = `generate_series(0, ${rows - 1}) AS n`;
const id = `('0199c0de-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
const isUnderWay = `n % ${underWayEach} = 0`;
const event = JSON.stringify({
  ...{ type: 'ObjectEvent', eventID: 'urn:volume', eventTime: '2012-03-02T12:00:00Z' },
  ...{ eventTimeZoneOffset: '+00:00', action: 'OBSERVE', epcList: [], bizStep: 'shipping' },
  bizTransactionList: [{ type: 'desadv', bizTransaction: 'urn:volume' }],
});

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
  INSERT INTO shipments.events (event_id, shipment_id, event_time, time_zone_offset, biz_step, document)
    SELECT 'urn:volume:' || n, ${id}, '2012-03-02T12:00:00Z', '+00:00', 'shipping', '${event}' FROM ${n};
  INSERT INTO shipments.lane_histories (origin, carrier, destination, month, deliveries, taken)
    SELECT 'Goa ' || n / 24, 'Air Bridge', 'ACCRA', date '2010-04-01' + n % 24 * interval '1 month', 1,
      '{"gap": {"10": 1}}' FROM ${n};
  INSERT INTO shipments.exceptions (shipment_id, kind, promised_on, fact, detected_on, detail, resolved_on)
    SELECT ${id}, 'silent', '2012-03-31', 'urn:volume:' || n, '2012-03-10', 'Nothing was heard.', '2012-03-12' FROM ${n};
  INSERT INTO shipments.idempotency_keys (agent, key, operation, body_hash, status)
    SELECT 'seed', 'key-' || n, 'seed', '', 200 FROM ${n};
  RESET session_replication_role;
  ANALYZE`;
