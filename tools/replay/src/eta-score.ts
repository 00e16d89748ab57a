import { daysBetween } from '@stockade/contracts';
import { isLate } from '@stockade/planning';

/** What was promised of a shipment, what came of it, and when the tracker first called it late. */
export interface WatchedShipment {
  readonly shippedOn: string;
  readonly promisedOn: string;
  /** Null where it had not come by the end of the run. */
  readonly deliveredOn: string | null;
  /** Null where the tracker never called it late. */
  readonly flaggedOn: string | null;
}

export interface EtaScore {
  /** Shipments whose lateness is decided: they came, or their promise had passed beyond what is tolerated. */
  readonly shipments: number;
  readonly late: number;
  readonly flagged: number;
  readonly flaggedRightly: number;
  /** Share of those flagged that came late, and of those late that were flagged; 1 of none. */
  readonly precision: number;
  readonly recall: number;
  /** Share of those late that were flagged before the promised day. */
  readonly recallBeforePromise: number;
  /** Days before the promised day, for each that was flagged rightly; negative after it. */
  readonly leads: readonly number[];
  /** Null where none was flagged rightly. */
  readonly medianLead: number | null;
}

/** How good the tracker's word was: what it called late beside what came late, by the same rule. */
export function scoreEta(watched: readonly WatchedShipment[], lastDay: string): EtaScore {
  const decided = watched.filter((one) => one.deliveredOn !== null || cameLate(one, lastDay));
  const late = decided.filter((one) => cameLate(one, lastDay));
  const flagged = decided.filter(({ flaggedOn }) => flaggedOn !== null);
  const leads = late
    .flatMap(({ flaggedOn, promisedOn }) => (flaggedOn === null ? [] : daysBetween(flaggedOn, promisedOn)))
    .sort((a, b) => a - b);
  return {
    shipments: decided.length,
    late: late.length,
    flagged: flagged.length,
    flaggedRightly: leads.length,
    precision: share(leads.length, flagged.length),
    recall: share(leads.length, late.length),
    recallBeforePromise: share(leads.filter((lead) => lead > 0).length, late.length),
    leads,
    medianLead: leads[Math.floor((leads.length - 1) / 2)] ?? null,
  };
}

const cameLate = ({ shippedOn, promisedOn, deliveredOn }: WatchedShipment, lastDay: string): boolean =>
  isLate(daysBetween(promisedOn, deliveredOn ?? lastDay), daysBetween(shippedOn, promisedOn));

const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
