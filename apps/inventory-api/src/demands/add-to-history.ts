/**
 * SQL that adds each row of `source` (sku, location, quantity, announced_on) to the demand of its place in the month
 * of `issuedOn`, whether or not all of it could be issued.
 * @param issuedOn the parameter that holds the day, such as `$2`
 */
export const addToHistory = (source: string, issuedOn: string): string =>
  `INSERT INTO inventory.demand_history AS known
     (sku, location, month, demands, quantity, squared_quantity, notice_quantity_days)
   SELECT sku, location, date_trunc('month', ${issuedOn}::date::timestamp)::date, 1, quantity,
     quantity::float8 * quantity, quantity::float8 * greatest(${issuedOn}::date - announced_on, 0)
   FROM ${source}
   ON CONFLICT (sku, location, month) DO UPDATE SET
     demands = known.demands + 1,
     quantity = known.quantity + excluded.quantity,
     squared_quantity = known.squared_quantity + excluded.squared_quantity,
     notice_quantity_days = known.notice_quantity_days + excluded.notice_quantity_days`;
