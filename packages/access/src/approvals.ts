import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { AccessPolicy, ApprovalRule } from './policy.js';

/** What an operation is called with, after its contract has read it. */
export interface ApprovedInput {
  readonly params: unknown;
  readonly body: unknown;
  readonly version?: number | null | undefined;
}

/** The rule that asks for a person's approval before the role does this; undefined where none does. */
export function approvalRule(
  policy: AccessPolicy,
  role: string,
  operationId: string,
  body: unknown,
): ApprovalRule | undefined {
  return policy.roles
    .get(role)
    ?.approvals.find(
      ({ operation, field, aboveMagnitude }) =>
        operation === operationId && exceeds(aboveMagnitude, body, field),
    );
}

/** SHA-256 (hex) of an operation and its canonical input (RFC 8785): an approval permits this and nothing else. */
export function inputDigest(operationId: string, { params, body, version }: ApprovedInput): string {
  const text = canonicalize({ operation: operationId, params, body, version: version ?? null });
  return createHash('sha256')
    .update(text ?? '')
    .digest('hex');
}

/** An absent field exceeds nothing; anything that is not a number within the bound does. */
function exceeds(magnitude: number, body: unknown, field: string): boolean {
  if (typeof body !== 'object' || body === null) return false;
  const value: unknown = Reflect.get(body, field);
  if (value === undefined) return false;
  return !(typeof value === 'number' && Math.abs(value) <= magnitude);
}
