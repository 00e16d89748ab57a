import { type AccessPolicy, type ApprovalRule, approvalRule } from '@stockade/access';
import {
  type FieldError,
  inventory,
  type OperationSpec,
  orders,
  Problem,
  shipments,
} from '@stockade/contracts';
import { z } from 'zod';

/** What a person is asked about: an operation, its input as its contract reads it, and why a person is needed. */
export interface AskedOperation {
  readonly operation: string;
  readonly input: { readonly params: unknown; readonly body: unknown; readonly version: number | null };
  readonly rule: ApprovalRule;
}

interface Asked {
  readonly operation: string;
  readonly input: AskedOperation['input'];
}

const operations: ReadonlyMap<string, OperationSpec> = new Map(
  [inventory, orders, shipments]
    .flatMap((api): OperationSpec[] => Object.values(api))
    .map((operation) => [operation.id, operation]),
);

/**
 * Checks what is asked for as the operation itself would, so that a person is shown only what could be done.
 * @throws Problem `validation_failed`, or `conflict` where the role needs nobody's approval for it
 */
export function askedOperation(policy: AccessPolicy, role: string, asked: Asked): AskedOperation {
  const operation = operations.get(asked.operation);
  if (operation === undefined) throw needsNobody(asked.operation);
  const input = checkedInput(operation, asked.input);
  const rule = approvalRule(policy, role, operation.id, input.body);
  if (rule === undefined) throw needsNobody(operation.id);
  return { operation: operation.id, input, rule };
}

const needsNobody = (operation: string) =>
  new Problem('conflict', { detail: `${operation} needs nobody's approval with these values: call it.` });

function checkedInput(
  operation: OperationSpec,
  { params, body, version }: Asked['input'],
): AskedOperation['input'] {
  const read = z.object({ params: operation.params, body: operation.body }).safeParse({ params, body });
  const errors = read.success ? [] : read.error.issues.map(fieldError);
  if (operation.ifMatch !== (version !== null)) {
    const detail = operation.ifMatch ? 'must be the version that is edited' : 'is not known here';
    errors.push({ pointer: '/body/input/version', detail });
  }
  if (read.success && errors.length === 0) return { ...read.data, version };
  throw new Problem('validation_failed', {
    detail: `${operation.id} would refuse this input: ${errors[0]?.pointer} ${errors[0]?.detail}`,
    errors,
  });
}

const fieldError = ({ path, message }: z.core.$ZodIssue): FieldError => ({
  pointer: ['/body/input', ...path.map((key) => String(key).toWellFormed().slice(0, 100))].join('/'),
  detail: message,
});
