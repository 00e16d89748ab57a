import { randomUUID } from 'node:crypto';
import type { OperationOutput, OperationSpec } from '@stockade/contracts';
import type { z } from 'zod';
import { addressOf } from './address.js';
import { answerOf } from './answer.js';
import type { Fetch } from './exchange.js';
import { withRetries } from './retry.js';

export type Operations = Readonly<Record<string, OperationSpec>>;

/** A part of the input; it may be left out where the contract asks for nothing in it. */
type Part<Name extends string, S extends z.ZodType> =
  Record<never, never> extends z.input<S>
    ? { readonly [N in Name]?: z.input<S> }
    : { readonly [N in Name]: z.input<S> };

type Version<O extends OperationSpec> = O['ifMatch'] extends true
  ? { /** Version that is edited, sent as If-Match. */ readonly version: number }
  : { readonly version?: never };

interface CallOptions {
  /** The same for each attempt of one request, also over restarts of the caller; a fresh UUID when not given. */
  readonly idempotencyKey?: string;
  readonly requestId?: string;
  /** Of the approval that the call spends, where a person had to give one. */
  readonly approvalId?: string | undefined;
  /** W3C Trace Context of what the call is part of. */
  readonly traceparent?: string | undefined;
  readonly signal?: AbortSignal;
}

export type CallInput<O extends OperationSpec> = Part<'params', O['params']> &
  Part<'query', O['query']> &
  Part<'body', O['body']> &
  Version<O> &
  CallOptions;

/** Calls one operation. Throws a `Problem` with the code that the service answered, or `unavailable`. */
export type Call<O extends OperationSpec> =
  Record<never, never> extends CallInput<O>
    ? (input?: CallInput<O>) => Promise<OperationOutput<O>>
    : (input: CallInput<O>) => Promise<OperationOutput<O>>;

export type Client<Ops extends Operations> = { readonly [K in keyof Ops]: Call<Ops[K]> };

export interface ClientOptions {
  /** Address of the service, without a path. */
  readonly baseUrl: string;
  /** A live access token for the service; asked for at each attempt. */
  readonly token: () => Promise<string>;
  /** W3C Trace Context of what the caller is doing, for calls that name none themselves. */
  readonly traceparent?: () => string | undefined;
  /** Node's own unless told otherwise. */
  readonly fetch?: Fetch;
}

const ATTEMPT_TIMEOUT_MS = 10_000;

/** A function for each operation; sends again, with the same Idempotency-Key, what may succeed later. */
export function createClient<Ops extends Operations>(operations: Ops, options: ClientOptions): Client<Ops> {
  const calls = Object.entries(operations).map(([name, operation]) => [
    name,
    (input: AnyInput = {}) => call(operation, input, options),
  ]);
  return Object.freeze(Object.fromEntries(calls));
}

interface AnyInput extends CallOptions {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly version?: number;
}

function call(operation: OperationSpec, input: AnyInput, options: ClientOptions): Promise<unknown> {
  const url = addressOf(operation, options.baseUrl, input);
  const body = operation.method === 'GET' ? null : JSON.stringify(input.body ?? {});
  const headers = headersOf(operation, { traceparent: options.traceparent?.(), ...input });
  const send: Fetch = options.fetch ?? fetch;
  return withRetries(input.signal, async () => {
    const timeout = AbortSignal.timeout(ATTEMPT_TIMEOUT_MS);
    const answer = await send(url, {
      method: operation.method,
      headers: { ...headers, authorization: `Bearer ${await options.token()}` },
      body,
      redirect: 'error',
      signal: input.signal ? AbortSignal.any([input.signal, timeout]) : timeout,
    });
    return answerOf(operation, answer);
  });
}

function headersOf(operation: OperationSpec, input: AnyInput): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
  if (operation.method !== 'GET') headers['content-type'] = 'application/json';
  if (operation.method === 'POST') headers['idempotency-key'] = input.idempotencyKey ?? randomUUID();
  if (input.version !== undefined) headers['if-match'] = `"${input.version}"`;
  if (input.requestId !== undefined) headers['x-request-id'] = input.requestId;
  if (input.approvalId !== undefined) headers['approval-id'] = input.approvalId;
  if (input.traceparent !== undefined) headers.traceparent = input.traceparent;
  return headers;
}
