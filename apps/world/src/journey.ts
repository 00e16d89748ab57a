import { addDays } from '@stockade/contracts';
import { type Course } from '@stockade/history';

/** Days that goods are on the way, by mode of transport; the rest of the lead time they are being made. */
const transitDays: Record<string, number> = { Air: 10, 'Air Charter': 7, Truck: 14, Ocean: 45 };
const USUAL_TRANSIT = 14;

export interface Step {
  readonly on: string;
  readonly bizStep: 'departing' | 'transporting' | 'arriving' | 'receiving';
}

export interface Journey {
  readonly promisedOn: string;
  /** Day on which the goods are to leave for the promise to hold; the first step tells when they do. */
  readonly shippedOn: string;
  readonly steps: readonly Step[];
}

/** At most half of the time from order to delivery is spent on the way. */
const transitOf = (mode: string, days: number): number =>
  Math.max(1, Math.min(transitDays[mode] ?? USUAL_TRANSIT, Math.floor(days / 2)));

/**
 * When an order that was sent on a day is to be shipped, by its promise, and what its carrier will really report, by
 * the course drawn for it. The history knows no day of shipping: what comes late is taken to have left late.
 */
export function journeyOf(sentOn: string, { promisedAfter, deliveredAfter, mode }: Course): Journey {
  const transit = transitOf(mode, deliveredAfter);
  const day = (after: number) => addDays(sentOn, after);
  const left = deliveredAfter - transit;
  return {
    promisedOn: day(promisedAfter),
    shippedOn: day(promisedAfter - transitOf(mode, promisedAfter)),
    steps: [
      { on: day(left), bizStep: 'departing' },
      { on: day(left + Math.floor(transit / 2)), bizStep: 'transporting' },
      { on: day(deliveredAfter - 1), bizStep: 'arriving' },
      { on: day(deliveredAfter), bizStep: 'receiving' },
    ],
  };
}
