const HOURS = 24;
const TOLERATED_HOURS = 4;
const TOLERATED_SHARE = 0.1;

/**
 * Whether a shipment counts as late: by more than four hours, and by more than a tenth of its way.
 * @param days from the promised day to the expected or the real one
 * @param wayDays from the day on which it was to leave to the promised one
 */
export const isLate = (days: number, wayDays: number): boolean =>
  days * HOURS > Math.max(TOLERATED_HOURS, TOLERATED_SHARE * wayDays * HOURS);
