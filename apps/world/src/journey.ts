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
  readonly shippedOn: string;
  readonly steps: readonly Step[];
}

/** When an order that was sent on a day is shipped and what its carrier will report, by the course drawn for it. */
export function journeyOf(sentOn: string, { promisedAfter, deliveredAfter, mode }: Course): Journey {
  const transit = Math.max(1, Math.min(transitDays[mode] ?? USUAL_TRANSIT, Math.floor(deliveredAfter / 2)));
  const day = (after: number) => addDays(sentOn, after);
  const left = deliveredAfter - transit;
  return {
    promisedOn: day(promisedAfter),
    shippedOn: day(left),
    steps: [
      { on: day(left), bizStep: 'departing' },
      { on: day(left + Math.floor(transit / 2)), bizStep: 'transporting' },
      { on: day(deliveredAfter - 1), bizStep: 'arriving' },
      { on: day(deliveredAfter), bizStep: 'receiving' },
    ],
  };
}
