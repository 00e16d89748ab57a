import { z } from 'zod';
import { businessDate, count } from '../values.js';

/** The figures that a planning decision was made on. */
export const replenishmentReason = z.strictObject({
  onHand: count,
  /** Of what is on hand, what is promised to customers. */
  reserved: count.optional(),
  /** Of what is on hand, what must not leave. */
  hold: count.optional(),
  onOrder: count,
  announcedDemand: count,
  forecastPerDay: z.number().min(0).max(1e9),
  leadTimeDays: z.int().min(0).max(3650),
  horizonDays: z.int().min(0).max(3650),
  reorderPoint: count,
  /** First day on which not everything needed will be there, by what is promised. */
  stockOutOn: businessDate.nullable(),
  /** Last day to order for the first shortage to come; before the request where it is late. */
  orderByOn: businessDate.nullable().optional(),
  availableToPromise: count.optional(),
  safetyStock: count.optional(),
  /** Demand expected within the horizon that nobody has announced, base units. */
  unannouncedDemand: count.optional(),
  demandClass: z.enum(['none', 'smooth', 'erratic', 'intermittent', 'lumpy']).optional(),
  noticeDays: z.number().min(0).max(3650).optional(),
  leadTimeDeviationDays: z.number().min(0).max(3650).optional(),
  /** Receipts that the lead time was observed on, beside what was agreed. */
  observedReceipts: count.optional(),
  serviceLevel: z.number().min(0).max(1).optional(),
});
