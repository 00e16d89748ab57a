/** The columns of inventory.replenishment_requests that the API shows, aliased to their fields. */
export const requestColumns = `id, sku, location, quantity, requested_on AS "requestedOn", needed_on AS "neededOn",
  status, order_id AS "orderId", ordered_quantity AS "orderedQuantity", expected_on AS "expectedOn",
  received_quantity AS "receivedQuantity", reason, replaces, declined_by AS "declinedBy", version`;
