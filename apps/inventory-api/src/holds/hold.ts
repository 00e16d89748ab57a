import type { hold } from '@stockade/contracts';
import type { z } from 'zod';
import { rfc3339 } from '../timestamp-column.js';

export type Hold = z.output<typeof hold>;

/** The columns of inventory.holds that make a `Hold`, aliased to its fields. */
export const holdColumns = `id, sku, location, quantity, reason, status, placed_by AS "placedBy",
  ${rfc3339('placed_at')} AS "placedAt", released_by AS "releasedBy", ${rfc3339('released_at')} AS "releasedAt"`;
