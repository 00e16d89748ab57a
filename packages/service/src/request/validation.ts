import { type OperationInput, type OperationSpec, Problem } from '@stockade/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { fieldErrors } from './field-errors.js';
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
  // Of a body its schema tells; what a query may have is a short list, and asked for by hand.
  const known = part === 'query' && schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const errors = parsed.error.issues.flatMap((issue) => fieldErrors(issue, `/${part}`, known));
  const detail = `${errors[0]?.pointer} ${errors[0]?.detail}`;
  throw new Problem(part === 'body' ? 'validation_failed' : 'invalid_request', { detail, errors });
}
