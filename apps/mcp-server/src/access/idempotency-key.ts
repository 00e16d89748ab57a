import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

interface Intention {
  readonly agent: string;
  readonly tool: string;
  /** Without the caller's own key. */
  readonly args: object;
  /** The approval that the call spends: each permits doing the thing once more. */
  readonly approvalId: string | undefined;
  /** The caller's own key, if it gave one. */
  readonly given: string | undefined;
  /** Counts the attempts at something that was refused before. */
  readonly attempt: number;
}

/**
 * The Idempotency-Key under which an API is asked. A caller's own key is bound to agent and tool, and the API
 * refuses it with other arguments; without one the arguments are the key, so that an equal call is a repetition.
 */
export function idempotencyKey({ agent, tool, args, approvalId, given, attempt }: Intention): string {
  const intended = given === undefined ? { agent, tool, args, approvalId, attempt } : { agent, tool, given };
  return `mcp-${createHash('sha256')
    .update(canonicalize(intended) ?? '')
    .digest('base64url')}`;
}
