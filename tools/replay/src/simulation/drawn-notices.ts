import { createHash } from 'node:crypto';
import { addDays, daysBetween } from '@stockade/contracts';
import type { Demand } from '@stockade/history';

/** The history tells from then on of nearly every need when it became known; before, of next to none. */
export const NOTICES_RECORDED_FROM = '2010-01-01';

/**
 * Gives the needs of 2007 to 2009, whose day of announcement was not recorded, the notice of another need of these
 * years whose was, drawn by its reference. So a rule for needs that are announced can be tuned on these years
 * without a look at later ones.
 */
export function withDrawnNotices(demands: readonly Demand[]): Demand[] {
  const notices = demands
    .filter(({ announcedOn, neededOn }) => neededOn < NOTICES_RECORDED_FROM && announcedOn < neededOn)
    .map(({ announcedOn, neededOn }) => daysBetween(announcedOn, neededOn));
  return demands.map((demand) => {
    const recorded = demand.neededOn >= NOTICES_RECORDED_FROM || demand.announcedOn < demand.neededOn;
    const notice = recorded ? undefined : notices[Math.floor(fractionOf(demand.reference) * notices.length)];
    return notice === undefined ? demand : { ...demand, announcedOn: addDays(demand.neededOn, -notice) };
  });
}

/** A number in [0, 1) that is always the same for a reference. */
const fractionOf = (reference: string): number =>
  createHash('sha256').update(reference).digest().readUInt32BE(0) / 2 ** 32;
