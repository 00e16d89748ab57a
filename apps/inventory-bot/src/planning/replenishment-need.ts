import type { inventory, OperationInput } from '@stockade/contracts';
import { addDays } from '@stockade/contracts';
import { type Plan, type PlaceFacts as PlannerFacts, planPlace } from '@stockade/planning';
import type { PlaceFacts } from './place-facts.js';
import { plannerFacts } from './planner-facts.js';

export type ReplenishmentNeed = OperationInput<typeof inventory.requestReplenishment>['body'];
type Reason = ReplenishmentNeed['reason'];

/** Bound of a request that the contract sets, in base units. */
const LARGEST_QUANTITY = 1_000_000_000;

/** What has to be bought for one place as of a business day, and why; undefined for nothing. */
export function needOf(facts: PlaceFacts, today: string): ReplenishmentNeed | undefined {
  const known = plannerFacts(facts, today);
  const plan = planPlace(known);
  const { sku, location } = facts.level;
  const quantity = withinBound(plan.quantity, facts.policy.unitsPerPack);
  if (plan.neededDay === null || quantity === 0) return undefined;
  return {
    sku,
    location,
    quantity,
    requestedOn: today,
    neededOn: addDays(today, plan.neededDay),
    reason: reasonOf(facts, known, plan, today),
  };
}

/** Whole packs, except where the contract's bound forbids the last ones. */
const withinBound = (quantity: number, unitsPerPack: number): number =>
  Math.min(quantity, Math.floor(LARGEST_QUANTITY / unitsPerPack) * unitsPerPack);

/** Every figure that went in, so that a person can work the decision out again. */
function reasonOf(facts: PlaceFacts, known: PlannerFacts, plan: Plan, today: string): Reason {
  const date = (day: number | null): string | null => (day === null ? null : addDays(today, day));
  return {
    onHand: facts.level.onHand,
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
