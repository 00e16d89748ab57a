import { Problem } from '@stockade/contracts';
import type { OrderStatus } from './order-states.js';

export interface Decision {
  readonly status: Extract<OrderStatus, 'approved' | 'pending_approval'>;
  readonly decidedBy: 'policy' | null;
  readonly decisionReason: string | null;
}

/**
 * Within the limit that access.yaml gives to the role (minor units of the order's currency) policy approves;
 * above it, or for a role without a limit, a person must.
 */
export function decideOnCreation(totalMinor: number, approvalAboveMinor: number | undefined): Decision {
  if (approvalAboveMinor === undefined || totalMinor > approvalAboveMinor) {
    return { status: 'pending_approval', decidedBy: null, decisionReason: null };
  }
  return {
    status: 'approved',
    decidedBy: 'policy',
    decisionReason: `The total of ${totalMinor} is within the limit of ${approvalAboveMinor} minor units.`,
  };
}

/** An amendment that raises nothing is covered by the approval that the order has; another is decided on anew. */
export function decideOnAmendment(
  beforeMinor: number,
  totalMinor: number,
  approvalAboveMinor: number | undefined,
): Decision {
  if (totalMinor > beforeMinor) return decideOnCreation(totalMinor, approvalAboveMinor);
  return {
    status: 'approved',
    decidedBy: 'policy',
    decisionReason: `The total of ${totalMinor} is within the ${beforeMinor} minor units that were approved.`,
  };
}

/** @throws Problem `creator_may_not_approve`: nobody decides on what they ordered or amended themselves. */
export function assertMayDecide(
  { createdBy, amendedBy }: { createdBy: string; amendedBy: string | null },
  agent: string,
): void {
  if (createdBy === agent || amendedBy === agent) throw new Problem('creator_may_not_approve');
}
