import { addDays, type inventory, type OperationInput } from '@stockade/contracts';
import { type Plan, planPlace } from '@stockade/planning';
import { type ActionReport, actionReports } from './action-reports.js';
import { type Reason, reasonOf } from './decision-reason.js';
import type { PlaceFacts } from './place-facts.js';
import { plannerFacts } from './planner-facts.js';

export type ReplenishmentNeed = OperationInput<typeof inventory.requestReplenishment>['body'];

/** What should be done about one place. */
export interface Decision {
  /** What has to be bought, and why; undefined for nothing. */
  readonly need: ReplenishmentNeed | undefined;
  /** What a planner should do about the orders under way, and about `need` where it cannot be requested. */
  readonly reports: readonly ActionReport[];
}

/** Bound of a request that the contract sets, in base units. */
const LARGEST_QUANTITY = 1_000_000_000;

/** Decides by what is known of one place as of a business day. */
export function decide(facts: PlaceFacts, today: string): Decision {
  const known = plannerFacts(facts, today);
  const plan = planPlace(known);
  const reason = reasonOf(facts, known, plan, today);
  return {
    need: needOf(facts, plan, today, reason),
    reports: actionReports(facts, known, plan, today, reason),
  };
}

function needOf(
  { level: { sku, location }, policy }: PlaceFacts,
  plan: Plan,
  today: string,
  reason: Reason,
): ReplenishmentNeed | undefined {
  const quantity = withinBound(plan.quantity, policy.unitsPerPack);
  if (plan.neededDay === null || quantity === 0) return undefined;
  const neededOn = addDays(today, plan.neededDay);
  return { sku, location, quantity, requestedOn: today, neededOn, reason };
}

/** Whole packs, except where the contract's bound forbids the last ones. */
const withinBound = (quantity: number, unitsPerPack: number): number =>
  Math.min(quantity, Math.floor(LARGEST_QUANTITY / unitsPerPack) * unitsPerPack);
