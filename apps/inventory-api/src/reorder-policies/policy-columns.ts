/** The columns of inventory.reorder_policies, aliased to their fields. */
export const policyColumns = `sku, location, service_level AS "serviceLevel", lead_time_days AS "leadTimeDays",
  lead_time_deviation_days AS "leadTimeDeviationDays", units_per_pack AS "unitsPerPack", version`;
