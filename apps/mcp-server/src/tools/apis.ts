import type { TokenExchange } from '@stockade/auth';
import { type Call, createClient, type Fetch, type HttpAnswer } from '@stockade/clients';
import { type OperationOutput, type OperationSpec, type ServiceName } from '@stockade/contracts';
import type { Caller } from '../access/caller.js';
import type { CallParts } from './tool-input.js';

export interface ApiCall extends Pick<CallParts, 'params' | 'query' | 'body' | 'version'> {
  readonly idempotencyKey?: string;
  readonly approvalId?: string | undefined;
  readonly signal?: AbortSignal;
}

/** The APIs, called for a caller with a token that was exchanged for that API and that one scope. */
export class Apis {
  constructor(
    private readonly urls: Readonly<Partial<Record<ServiceName, string | undefined>>>,
    private readonly exchange: TokenExchange,
    private readonly fetch: Fetch,
  ) {}

  /** Throws the `Problem` that the API answered, with `replayed` told to `onReplay` before. */
  async call<O extends OperationSpec>(
    operation: O,
    { principal, token, context }: Caller,
    input: ApiCall,
    onReplay?: () => void,
  ): Promise<OperationOutput<O>> {
    const baseUrl = this.urls[operation.service];
    if (baseUrl === undefined) throw new Error(`no address of ${operation.service} is known`);
    const parent = { token, tokenId: principal.tokenId, expiresAt: principal.expiresAt };
    const wanted = { audience: operation.service, scope: operation.scope };
    const { call } = createClient(
      { call: operation },
      {
        baseUrl,
        token: () => this.exchange.exchange(parent, wanted),
        traceparent: () => context.traceparent,
        fetch: (url, request) => telling(onReplay, this.fetch(url, request)),
      },
    );
    const ask = call as Call<OperationSpec> as (input: object) => Promise<OperationOutput<O>>;
    return ask({ ...input, requestId: context.requestId });
  }
}

async function telling(
  onReplay: (() => void) | undefined,
  answering: Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const answer = await answering;
  if (answer.headers.get('idempotent-replayed') === 'true') onReplay?.();
  return answer;
}
