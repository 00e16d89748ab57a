import type { AccessPolicy } from './policy.js';

export interface ConditionFailure {
  readonly field: string;
  /** Safe for the caller. */
  readonly reason: string;
}

/** Holds a checked body against the conditions of a role; answers with the first that fails. */
export function checkConditions(
  policy: AccessPolicy,
  role: string,
  operationId: string,
  body: unknown,
): ConditionFailure | undefined {
  const failed = policy.roles
    .get(role)
    ?.conditions.find(
      (condition) =>
        condition.operation === operationId && !within(condition.maximumMagnitude, body, condition.field),
    );
  return failed && { field: failed.field, reason: failed.reason };
}

/** An absent field has no magnitude; anything that is not a number within the bound fails. */
function within(maximum: number, body: unknown, field: string): boolean {
  if (typeof body !== 'object' || body === null) return true;
  const value: unknown = Reflect.get(body, field);
  if (value === undefined) return true;
  return typeof value === 'number' && Math.abs(value) <= maximum;
}
