import type { transferLane } from '@stockade/contracts';
import type { z } from 'zod';

export type TransferLane = z.output<typeof transferLane>;

/** The columns of inventory.transfer_lanes, aliased to the fields of a `TransferLane`. */
export const laneColumns = `from_location AS "from", to_location AS "to", transit_days AS "transitDays", is_open AS open`;
