import { daysBetween } from '@stockade/contracts';
import { type LeadTime, observedLeadTime, type PlaceFacts as PlannerFacts } from '@stockade/planning';
import type { PlaceFacts } from './place-facts.js';

const NONE_OBSERVED = { receipts: 0, days: 0, squaredDays: 0 };

/** Base units that an outstanding request will still bring. */
export const stillToCome = (request: PlaceFacts['outstanding'][number]): number =>
  Math.max(0, (request.orderedQuantity ?? request.quantity) - request.receivedQuantity);

/** The lead time that the policy agrees on, corrected by what was seen. */
export const leadTimeOf = ({ policy, leadTimes }: Pick<PlaceFacts, 'policy' | 'leadTimes'>): LeadTime =>
  observedLeadTime(
    { mean: policy.leadTimeDays, deviation: policy.leadTimeDeviationDays },
    leadTimes ?? NONE_OBSERVED,
  );

/**
 * The facts as the planner's arithmetic takes them, in days from today. Nothing that the business clock has not
 * reached takes part: a fact of a later day is left out, whoever wrote it down early.
 */
export function plannerFacts(facts: PlaceFacts, today: string): PlannerFacts {
  const { level, policy, history, demands, outstanding, inTransit } = facts;
  const dayOf = (date: string): number => daysBetween(today, date);
  return {
    available: level.available,
    needs: demands
      .filter(({ announcedOn }) => announcedOn <= today)
      .map(({ neededOn, quantity }) => ({ day: dayOf(neededOn), quantity })),
    orders: [
      ...outstanding
        .filter(({ requestedOn }) => requestedOn <= today)
        .map((request) => ({
          quantity: stillToCome(request),
          expectedDay: request.expectedOn === null ? null : dayOf(request.expectedOn),
        })),
      ...inTransit
        .filter(({ dispatchedOn }) => dispatchedOn <= today)
        .map(({ quantity, expectedOn }) => ({ quantity, expectedDay: dayOf(expectedOn) })),
    ],
    history: {
      // The running month is not over: its demand so far says nothing about its rate.
      months: history.monthly.slice(0, -1),
      days: daysBetween(history.from, history.to) + 1,
      squaredQuantity: history.squaredQuantity,
      noticeDays: history.noticeDays,
    },
    leadTime: leadTimeOf(facts),
    serviceLevel: policy.serviceLevel,
    unitsPerPack: policy.unitsPerPack,
    // The supplier's minimum is the order placer's to know.
    minimumQuantity: 0,
  };
}
