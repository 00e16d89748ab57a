import { type approval, Problem } from '@stockade/contracts';
import type { z } from 'zod';

export type Approval = z.output<typeof approval>;

/** Silence is a no: what nobody has decided on by then, or nobody has used, is void. */
export const APPROVAL_LIFETIME_SECONDS = 300;
/** So that an agent that has lost its way cannot bury what a person should read. */
export const MOST_OPEN_REQUESTS = 20;

/** What has happened to a request, as its rows tell. */
export interface ApprovalFacts {
  readonly decision: 'approved' | 'rejected' | null;
  /** Its time is over. */
  readonly expired: boolean;
  /** What was approved has been done. */
  readonly consumed: boolean;
}

/** pending -> approved -> consumed, or -> rejected; what is not consumed or rejected in time is expired. */
export function statusOf({ decision, expired, consumed }: ApprovalFacts): Approval['status'] {
  if (consumed) return 'consumed';
  if (decision === 'rejected') return 'rejected';
  if (expired) return 'expired';
  return decision ?? 'pending';
}

/** Each step that a person or an API takes makes a version; time alone makes none. */
export const versionOf = ({ decision, consumed }: ApprovalFacts): number =>
  1 + Number(decision !== null) + Number(consumed);

/** @throws Problem `creator_may_not_approve`, or `conflict` naming what it has become */
export function assertMayDecide(
  { agent, status }: Pick<Approval, 'agent' | 'status'>,
  decider: string,
): void {
  if (agent === decider) throw new Problem('creator_may_not_approve');
  if (status === 'pending') return;
  throw new Problem('conflict', {
    detail: `The request is ${status}: only one that is pending is decided on.`,
  });
}

type Presented = Pick<Approval, 'digest' | 'presentations'>;

/**
 * An agent comes back with what it asked for, unchanged, and no number twice.
 * @throws Problem `approval_not_valid`
 */
export function assertMayPresent(
  { digest, presentations }: Presented,
  shown: { readonly digest: string; readonly presentation: number },
): void {
  if (shown.digest !== digest) {
    throw new Problem('approval_not_valid', {
      detail: 'It was asked for with other arguments: ask for it anew.',
    });
  }
  if (shown.presentation <= presentations) {
    throw new Problem('approval_not_valid', { detail: 'This was presented before: ask for it anew.' });
  }
}

/** @throws Problem `conflict` */
export function assertMayAsk(openRequests: number): void {
  if (openRequests < MOST_OPEN_REQUESTS) return;
  throw new Problem('conflict', {
    detail: `${openRequests} of your requests wait for people already: wait until they are decided on.`,
  });
}
