import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { runningStack } from '@stockade/testing';
import { tokenFor } from './callers.js';
import { type Exchange, exchange, freshRequestId } from './exchange.js';

/** A POST that is to have one effect, however often it is sent. */
export interface KeyedRequest {
  readonly service: string;
  readonly caller: string;
  readonly path: string;
  readonly body: object;
  readonly key: string;
}

/** One sending of it. */
export interface Attempt {
  readonly requestId: string;
  /** Undefined where the connection ended without one. */
  readonly answer: Exchange | undefined;
  /** Code of the error, where there was no answer. */
  readonly failure: string | undefined;
}

/** A request with all its sendings; the last one has its answer. */
export interface Insisted {
  readonly request: KeyedRequest;
  readonly attempts: readonly Attempt[];
  readonly answer: Exchange;
}

const INSIST_MS = 60_000;
const PAUSE_MS = 100;

export const keyed = (request: Omit<KeyedRequest, 'key'>): KeyedRequest => {
  return { ...request, key: randomUUID() };
};

export async function attempt({ service, caller, path, key, body }: KeyedRequest): Promise<Attempt> {
  const requestId = freshRequestId();
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  const url = `${runningStack().services[service]?.url}${path}`;
  const token = await tokenFor(caller, service);
  try {
    const parts = { method: 'POST', url, headers, body: JSON.stringify(body) };
    return { requestId, answer: await exchange(parts, token, requestId), failure: undefined };
  } catch (error) {
    return { requestId, answer: undefined, failure: failureOf(error) };
  }
}

/** Sends a request, with its key, until it is answered with something else than "try again". */
export async function insist(request: KeyedRequest): Promise<Insisted> {
  const attempts: Attempt[] = [];
  const deadline = Date.now() + INSIST_MS;
  while (Date.now() < deadline) {
    const made = await attempt(request);
    attempts.push(made);
    if (made.answer !== undefined && !isTryAgain(made.answer))
      return { request, attempts, answer: made.answer };
    await sleep(PAUSE_MS);
  }
  const last = attempts.at(-1);
  throw new Error(
    `${request.path} got no answer: ${last?.failure ?? `${last?.answer?.status} ${last?.answer?.text}`}`,
  );
}

const isTryAgain = ({ status, code }: Exchange): boolean =>
  status === 503 || status === 429 || code === 'idempotency_key_in_use';

function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.message : failureOf(error.cause);
}
