/** Rows of inventory.levels, at one location. */
export const seededLevels = 10_000;
/** Those that requests go to, in turn. */
export const rotatedSkus = 1_000;
export const location = 'ACCRA';

export const skuOf = (index: number): string => `item-${index}`;

/** The same items and levels in every run, with stock in every place. */
export const seedLevels = `
  INSERT INTO inventory.items (sku, name, units_per_pack)
  SELECT 'item-' || n, 'Item ' || n, 1 FROM generate_series(0, ${seededLevels - 1}) AS n;
  INSERT INTO inventory.levels (sku, location, on_hand)
  SELECT sku, '${location}', 1000 FROM inventory.items;
  VACUUM ANALYZE inventory.items;
  VACUUM ANALYZE inventory.levels`;
