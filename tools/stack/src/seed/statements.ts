/** Opens the calendar of the two services that keep one; nothing is inserted where a day was closed before. */
export const openCalendar = `
  WITH opened AS (
    INSERT INTO inventory.business_days (date)
    SELECT $1::date WHERE NOT EXISTS (SELECT FROM inventory.business_days) RETURNING date
  )
  INSERT INTO shipments.business_days (date) SELECT date FROM opened`;

export const insertItems = `
  INSERT INTO inventory.items (sku, name, units_per_pack, product_group)
  SELECT sku, name, "unitsPerPack", "productClass"
  FROM jsonb_to_recordset($1::jsonb) AS item (sku text, name text, "unitsPerPack" integer, "productClass" text)`;

export const insertSuppliers = `
  INSERT INTO orders.suppliers (id, name)
  SELECT id, name FROM jsonb_to_recordset($1::jsonb) AS supplier (id uuid, name text)`;

export const insertOffers = `
  INSERT INTO orders.offers (id, supplier_id, sku, valid_from, units_per_pack, pack_price_minor, currency,
    minimum_packs, price_breaks, lead_time_days, lead_time_deviation_days, on_time_share, item_history)
  SELECT id, "supplierId", sku, "validFrom", "unitsPerPack", "packPriceMinor", 'USD', "minimumPacks", "priceBreaks",
    "leadTimeDays", "leadTimeDeviationDays", "onTimeShare", "itemHistory"
  FROM jsonb_to_recordset($1::jsonb) AS offer (id uuid, "supplierId" uuid, sku text, "validFrom" date,
    "unitsPerPack" integer, "packPriceMinor" bigint, "minimumPacks" integer, "priceBreaks" jsonb,
    "leadTimeDays" integer, "leadTimeDeviationDays" integer, "onTimeShare" double precision, "itemHistory" jsonb)`;

export const insertLevels = `
  INSERT INTO inventory.levels (sku, location, on_hand)
  SELECT sku, location, "onHand" FROM jsonb_to_recordset($1::jsonb) AS level (sku text, location text, "onHand" bigint)`;

/** Stock is the sum of its movements from the first day on. */
export const insertOpeningMovements = `
  INSERT INTO inventory.movements (sku, location, delta, kind, occurred_on, agent)
  SELECT sku, location, on_hand, 'opening', $1::date, 'seed' FROM inventory.levels WHERE on_hand > 0`;

export const insertPolicies = `
  INSERT INTO inventory.reorder_policies (sku, location, lead_time_days, lead_time_deviation_days, units_per_pack)
  SELECT sku, location, "leadTimeDays", "leadTimeDeviationDays", "unitsPerPack"
  FROM jsonb_to_recordset($1::jsonb) AS policy (sku text, location text, "leadTimeDays" integer,
    "leadTimeDeviationDays" integer, "unitsPerPack" integer)`;

export const insertDemandHistory = `
  INSERT INTO inventory.demand_history
    (sku, location, month, demands, quantity, squared_quantity, notice_quantity_days)
  SELECT sku, location, month, demands, quantity, "squaredQuantity", "noticeQuantityDays"
  FROM jsonb_to_recordset($1::jsonb) AS past (sku text, location text, month date, demands integer, quantity bigint,
    "squaredQuantity" double precision, "noticeQuantityDays" double precision)`;
