import type { AccessPolicy, Condition } from './policy.js';

export interface ConditionFailure {
  /** Where the value stands in the input (RFC 6901): `/body/lines/0/quantity`. */
  readonly pointer: string;
  /** Safe for the caller. */
  readonly reason: string;
}

/** What an operation is called with, as its contract reads it. */
interface Input {
  readonly params: unknown;
  readonly body: unknown;
}

/** Holds a checked input against the conditions of a role; answers with the first that fails. */
export function checkConditions(
  policy: AccessPolicy,
  role: string,
  operationId: string,
  input: Input,
): ConditionFailure | undefined {
  for (const condition of policy.roles.get(role)?.conditions ?? []) {
    if (condition.operation !== operationId) continue;
    for (const [pointer, value] of valuesNamed(condition.field, input)) {
      if (!meets(condition, value)) return { pointer, reason: condition.reason };
    }
  }
  return undefined;
}

/** Anything but a number within the bound, or one of the texts that are allowed, fails. */
function meets({ maximumMagnitude, allowed }: Condition, value: unknown): boolean {
  if (maximumMagnitude !== undefined) return typeof value === 'number' && Math.abs(value) <= maximumMagnitude;
  return typeof value === 'string' && (allowed?.includes(value) ?? false);
}

/** The values of a field, in the body or in the address; what is absent has none. */
function* valuesNamed(field: string, { params, body }: Input): Iterable<[pointer: string, value: unknown]> {
  const path = field.replaceAll('[]', '.[]').split('.');
  yield* valuesAt(body, path, '/body');
  yield* valuesAt(params, path, '/params');
}

function* valuesAt(
  value: unknown,
  [step, ...rest]: readonly string[],
  pointer: string,
): Iterable<[string, unknown]> {
  if (value === undefined) return;
  if (step === undefined) yield [pointer, value];
  else if (step === '[]') {
    for (const [index, one] of (Array.isArray(value) ? value : []).entries()) {
      yield* valuesAt(one, rest, `${pointer}/${index}`);
    }
  } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, step)) {
    yield* valuesAt(Reflect.get(value, step), rest, `${pointer}/${step}`);
  }
}
