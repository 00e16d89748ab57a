/** Rows of every table that grows, over 20 places and 1,000 days. */
const rows = 100_000;
const days = 1_000;
export const volumeId = (index: number) => `0199c0de-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;

const n = `generate_series(0, ${rows - 1}) AS n`;
const id = `('0199c0de-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
const sku = `'item-' || n / 20`;
const location = `'PLACE_' || n % 20`;
const reason = JSON.stringify({
  ...{ onHand: 0, onOrder: 0, announcedDemand: 100, forecastPerDay: 1 },
  ...{ leadTimeDays: 60, horizonDays: 90, reorderPoint: 100, stockOutOn: null },
});
const day = `(date '2009-01-01' + n % ${days})`;

/** A platform that has been at work for years. Without triggers: foreign keys hold by construction. */
export const inventoryVolume = `
  SET session_replication_role = replica;
  INSERT INTO inventory.items (sku, name, units_per_pack)
    SELECT 'item-' || n, 'Item', 10 FROM generate_series(0, ${rows / 20 - 1}) AS n;
  INSERT INTO inventory.levels (sku, location, on_hand, reserved, hold)
    SELECT ${sku}, ${location}, 1000, (n % 50 = 0)::int, (n % 50 = 0)::int FROM ${n};
  INSERT INTO inventory.movements (id, sku, location, delta, kind, agent)
    SELECT ${id}, ${sku}, ${location}, 1000, 'opening', 'seed' FROM ${n};
  INSERT INTO inventory.demands (id, reference, sku, location, quantity, announced_on, needed_on, status,
      issued_quantity, issued_on)
    SELECT ${id}, 'need-' || n, ${sku}, ${location}, 5, ${day}, ${day} + 30, state, CASE state WHEN 'open' THEN 0 ELSE 5 END,
      CASE state WHEN 'open' THEN NULL ELSE ${day} + 30 END
    FROM (SELECT n, CASE WHEN n % 50 = 0 THEN 'open' ELSE 'issued' END AS state FROM ${n}) AS drawn;
  INSERT INTO inventory.demand_history (sku, location, month, demands, quantity, squared_quantity, notice_quantity_days)
    SELECT ${sku}, ${location}, '2011-02-01', 3, 15, 75, 450 FROM ${n};
  INSERT INTO inventory.reorder_policies (sku, location, units_per_pack) SELECT ${sku}, ${location}, 10 FROM ${n};
  INSERT INTO inventory.replenishment_requests (id, sku, location, quantity, requested_on, needed_on, status, reason)
    SELECT ${id}, ${sku}, ${location}, 100, ${day}, ${day} + 60,
      CASE WHEN n % 50 = 0 THEN 'ordered' ELSE 'fulfilled' END, '${reason}' FROM ${n};
  INSERT INTO inventory.receipts (asn_line_id, request_id, sku, location, quantity, received_on, lot_number)
    SELECT ${id}, ${id}, ${sku}, ${location}, 100, ${day}, 'LOT-' || n / 50 FROM ${n};
  INSERT INTO inventory.cycle_counts (id, sku, location, counted, expected, counted_on, agent)
    SELECT ${id}, ${sku}, ${location}, 1000, 990, ${day}, 'seed' FROM ${n};
  INSERT INTO inventory.transfer_lanes (from_location, to_location, transit_days, is_open)
    SELECT 'PLACE_' || n, 'PLACE_' || (n + 1) % 20, 5, true FROM generate_series(0, 19) AS n;
  INSERT INTO inventory.transfers (id, sku, from_location, to_location, quantity, dispatched_on, expected_on, status, received_on)
    SELECT ${id}, ${sku}, ${location}, 'PLACE_' || (n + 1) % 20, 100, ${day}, ${day} + 5, state,
      CASE state WHEN 'received' THEN ${day} + 5 END
    FROM (SELECT n, CASE WHEN n % 1000 = 7 THEN 'in_transit' ELSE 'received' END AS state FROM ${n}) AS drawn;
  INSERT INTO inventory.lead_times (sku, location, receipts, days, squared_days)
    SELECT ${sku}, ${location}, 3, 180, 10800 FROM ${n};
  INSERT INTO inventory.reservations (id, reference, sku, location, quantity, status, reserved_on, expires_at, ended_at)
    SELECT ${id}, 'order-' || n, ${sku}, ${location}, 1, CASE WHEN n % 50 = 0 THEN 'active' ELSE 'consumed' END, ${day},
      now() + interval '1 day', CASE WHEN n % 50 <> 0 THEN now() END FROM ${n};
  INSERT INTO inventory.holds (id, sku, location, quantity, reason, status, placed_by, released_by, released_at)
    SELECT ${id}, ${sku}, ${location}, 1, 'quality', CASE WHEN n % 50 = 0 THEN 'active' ELSE 'released' END, 'seed',
      CASE WHEN n % 50 <> 0 THEN 'seed' END, CASE WHEN n % 50 <> 0 THEN now() END FROM ${n};
  INSERT INTO inventory.action_messages (id, sku, location, kind, fact, request_id, quantity, status, raised_on,
      resolved_on, reason)
    SELECT ${id}, ${sku}, ${location}, CASE WHEN n % 1000 = 0 THEN 'order' ELSE 'expedite' END, 'fact ' || n, ${id}, 100,
      CASE WHEN n % 50 = 0 THEN 'open' ELSE 'resolved' END, ${day}, CASE WHEN n % 50 <> 0 THEN ${day} END, '${reason}'
    FROM ${n};
  INSERT INTO inventory.idempotency_keys (agent, key, operation, body_hash, status)
    SELECT 'seed', 'key-' || n, 'seed', '', 200 FROM ${n};
  INSERT INTO inventory.business_days (date) VALUES ('2011-03-04');
  RESET session_replication_role;
  ANALYZE`;
