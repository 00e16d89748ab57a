/** SQL of the offers that stand on a day; `day` is SQL too, such as a parameter. */
export const offersInForce = (day: string): string => `(
  SELECT DISTINCT ON (supplier_id, sku) * FROM orders.offers WHERE valid_from <= ${day}
  ORDER BY supplier_id, sku, valid_from DESC)`;
