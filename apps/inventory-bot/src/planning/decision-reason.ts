import { addDays, type replenishmentReason } from '@stockade/contracts';
import type { Plan, PlaceFacts as PlannerFacts } from '@stockade/planning';
import type { z } from 'zod';
import type { PlaceFacts } from './place-facts.js';

export type Reason = z.output<typeof replenishmentReason>;

/** Every figure that went in, so that a person can work the decision out again. */
export function reasonOf(facts: PlaceFacts, known: PlannerFacts, plan: Plan, today: string): Reason {
  const date = (day: number | null): string | null => (day === null ? null : addDays(today, day));
  const { onHand, reserved, hold } = facts.level;
  return {
    onHand,
    reserved,
    hold,
    onOrder: known.orders.reduce((sum, { quantity }) => sum + quantity, 0),
    announcedDemand: plan.announcedDemand,
    forecastPerDay: plan.forecast.perDay,
    leadTimeDays: Math.round(known.leadTime.mean),
    horizonDays: plan.horizon.protection,
    reorderPoint: Math.ceil(plan.reorderPoint),
    stockOutOn: date(plan.stockOutDay),
    orderByOn: date(plan.orderByDay),
    availableToPromise: plan.availableToPromise,
    safetyStock: Math.ceil(plan.safetyStock),
    unannouncedDemand: Math.round(plan.unannouncedDemand),
    demandClass: plan.forecast.profile.class,
    noticeDays: facts.history.noticeDays,
    leadTimeDeviationDays: known.leadTime.deviation,
    observedReceipts: facts.leadTimes?.receipts ?? 0,
    serviceLevel: facts.policy.serviceLevel,
  };
}
