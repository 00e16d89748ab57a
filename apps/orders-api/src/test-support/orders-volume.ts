/** Rows of every table that grows; 50 suppliers offer each item. */
const rows = 100_000;
export const suppliers = 50;
export const volumeId = (index: number) => `0199c0de-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
/** Orders of a status other than received: each fiftieth, beginning with this one. */
export const firstWithStatus = {
  approved: 1,
  sent: 2,
  pending_approval: 3,
  acknowledged: 4,
  partially_received: 5,
};

const n = `generate_series(0, ${rows - 1}) AS n`;
const idOf = (number: string) => `('0199c0de-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
const id = idOf('n');
const status = `CASE n % 50 ${Object.entries(firstWithStatus)
  .map(([name, first]) => `WHEN ${first} THEN '${name}'`)
  .join(' ')} ELSE 'received' END`;
const candidate = {
  offerId: volumeId(0),
  supplierId: volumeId(0),
  costMinor: 1,
  eligible: true,
  packs: 1,
  packPriceMinor: 1000,
  leadTimeDays: 60,
  onTimeShare: 0.9,
  note: 'Only.',
};
const candidates = JSON.stringify([candidate]);

/** A platform that has been at work for years. Without triggers: foreign keys hold by construction. */
export const ordersVolume = `
  SET session_replication_role = replica;
  INSERT INTO orders.suppliers (id, name) SELECT ${id}, 'Supplier ' || n FROM generate_series(0, ${suppliers - 1}) AS n;
  INSERT INTO orders.offers (id, supplier_id, sku, valid_from, units_per_pack, pack_price_minor, currency,
      minimum_packs, lead_time_days, lead_time_deviation_days, on_time_share)
    SELECT ${id}, ${idOf(`n % ${suppliers}`)}, 'item-' || n / ${suppliers}, '2011-01-01', 10, 1000, 'USD', 1, 60, 10, 0.9 FROM ${n};
  INSERT INTO orders.orders (id, supplier_id, location, currency, status, total_minor, ordered_on,
      needed_on, expected_on, created_by, created_as, version)
    SELECT ${id}, ${idOf(`n % ${suppliers}`)}, 'ACCRA', 'USD', ${status}, 1000, '2012-02-01', '2012-04-01',
      '2012-03-25', 'order_placer', 'OrderAgent', 1 FROM ${n};
  INSERT INTO orders.order_lines (id, order_id, request_id, offer_id, sku, quantity, packs, units_per_pack,
      pack_price_minor, needed_on, candidates, received_quantity)
    SELECT ${id}, ${id}, ${id}, ${id}, 'item-' || n / ${suppliers}, 10, 1, 10, 1000, '2012-04-01', '${candidates}',
      CASE n % 50 WHEN ${firstWithStatus.partially_received} THEN 5 ELSE 0 END FROM ${n};
  INSERT INTO orders.amendments (order_id, revision, before, after, reason, amended_by)
    SELECT ${id}, 2, '{}', '{}', 'seed', 'operator' FROM ${n} WHERE n % 50 <> ${firstWithStatus.sent};
  INSERT INTO orders.order_receipts (receipt_id, order_id, sku, quantity, received_on)
    SELECT ${id}, ${id}, 'item-' || n / ${suppliers}, 10, '2012-03-25' FROM ${n};
  INSERT INTO orders.idempotency_keys (agent, key, operation, body_hash, status)
    SELECT 'seed', 'key-' || n, 'seed', '', 200 FROM ${n};
  RESET session_replication_role;
  ANALYZE`;
