import type { level } from '@stockade/contracts';
import type { z } from 'zod';

export type Level = z.output<typeof level>;

/** The columns of inventory.levels that make a `Level`, aliased to its fields. */
export const levelColumns = 'sku, location, on_hand AS "onHand", reserved, hold, available, version';
