import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { RequestParts } from './valid-request.js';

const problem = z.looseObject({
  code: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});

/** What came back for one request. */
export interface Exchange {
  readonly requestId: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Code of the problem, where it is one. */
  readonly code: string | undefined;
  /** JSON Pointers of the fields that the problem names. */
  readonly fields: readonly string[];
}

export const freshRequestId = (): string => `e2e-${randomUUID()}`;

/** Sends a request with a request id of its own. */
export async function exchange(
  { method, url, headers, body }: RequestParts,
  token?: string,
  requestId = freshRequestId(),
): Promise<Exchange> {
  const answer = await fetch(url, {
    method,
    headers: {
      ...headers,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      'x-request-id': requestId,
    },
    ...(body !== undefined && { body }),
  });
  return exchangeOf(requestId, answer.status, answer.headers, await answer.text());
}

export function exchangeOf(requestId: string, status: number, headers: Headers, text: string): Exchange {
  const isProblem = headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  const { code, errors = [] } = isProblem ? problem.parse(JSON.parse(text)) : {};
  return { requestId, status, headers, text, code, fields: errors.map(({ pointer }) => pointer) };
}
