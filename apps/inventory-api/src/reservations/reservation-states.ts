import type { reservation } from '@stockade/contracts';
import type { z } from 'zod';

export type ReservationStatus = z.output<typeof reservation>['status'];
/** What ends a reservation. */
export type Ending = Exclude<ReservationStatus, 'active'>;

const next: Readonly<Record<ReservationStatus, readonly Ending[]>> = {
  active: ['consumed', 'released', 'expired'],
  consumed: [],
  released: [],
  expired: [],
};

/** Whether a reservation of that status may come to that end: it ends once, and stays as it ended. */
export const mayEnd = (status: ReservationStatus, ending: Ending): boolean => next[status].includes(ending);
