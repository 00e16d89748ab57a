import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Outcome } from './attempt.js';

interface Request {
  readonly method: string;
  readonly url: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const problem = z.object({ code: z.string() });

/** Sends a request that must be refused with one of these statuses and codes: `403 insufficient_scope`. */
export async function sendRefused(request: Request, expected: readonly string[]): Promise<Outcome> {
  const { method, url, token, headers, body } = request;
  const requestId = `attack-${randomUUID()}`;
  const answer = await fetch(url, {
    method,
    headers: {
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
      ...(method !== 'GET' && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
      'x-request-id': requestId,
    },
    ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
  });
  const { data } = problem.safeParse(await answer.json().catch(() => undefined));
  const happened = `${answer.status} ${data?.code ?? ''}`.trim();
  return { happened, held: expected.includes(happened), requestId };
}
