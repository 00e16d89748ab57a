import { type FieldError, type OperationInput, type OperationSpec, Problem } from '@stockade/contracts';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { versionNamed } from './precondition.js';

type Part = 'params' | 'query' | 'body';

/**
 * The input of an operation, checked against its contract.
 * Throws `invalid_request` (400) for the address, `validation_failed` (422) for the content.
 */
export function validInput(contract: OperationSpec, request: FastifyRequest): OperationInput<OperationSpec> {
  return {
    params: valid(contract.params, 'params', request.params ?? {}),
    query: valid(contract.query, 'query', request.query ?? {}),
    body:
      contract.method === 'GET'
        ? {}
        : valid(contract.body, 'body', request.body === undefined ? {} : request.body),
    version: contract.ifMatch ? versionNamed(request.headers['if-match']) : undefined,
  };
}

function valid(schema: z.ZodType, part: Part, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => fieldErrors(issue, `/${part}`));
  const detail = `${errors[0]?.pointer} ${errors[0]?.detail}`;
  throw new Problem(part === 'body' ? 'validation_failed' : 'invalid_request', { detail, errors });
}

function fieldErrors(issue: z.core.$ZodIssue, parent: string): FieldError[] {
  const pointer = issue.path.reduce<string>((path, key) => `${path}/${escaped(key)}`, parent);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: `${pointer}/${escaped(key)}`, detail: 'is not known here' }));
  }
  if (issue.code === 'invalid_union') {
    const nearest = issue.errors.toSorted((a, b) => a.length - b.length)[0];
    if (nearest?.length) return nearest.flatMap((inner) => fieldErrors(inner, pointer));
  }
  return [{ pointer, detail: issue.message }];
}

/** RFC 6901 section 3. A lone surrogate in a field's name could not be sent back as it is. */
const escaped = (key: PropertyKey): string =>
  String(key).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 100);
