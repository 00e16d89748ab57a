import type { cycleCount } from '@stockade/contracts';
import type { z } from 'zod';
import { rfc3339 } from '../timestamp-column.js';

export type CycleCount = z.output<typeof cycleCount>;

/** The columns of inventory.cycle_counts, aliased to the fields of a `CycleCount`. */
export const cycleCountColumns = `id, sku, location, counted, expected, difference, counted_on AS "countedOn",
  ${rfc3339('recorded_at')} AS "recordedAt", agent`;
