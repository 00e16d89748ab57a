import type { AuthInfo, ServerContext } from '@modelcontextprotocol/server';
import type { Principal } from '@stockade/access';
import type { RequestContext } from '@stockade/service/gate';

/** The verified caller of one HTTP request, in the shape in which the SDK hands it to handlers. */
export class Caller implements AuthInfo {
  readonly clientId: string;
  readonly scopes: string[];
  readonly expiresAt: number;

  constructor(
    /** Made out to this server, and passed on to nobody. */
    readonly token: string,
    readonly principal: Principal,
    readonly context: RequestContext,
  ) {
    this.clientId = principal.agent;
    this.scopes = [...principal.scopes];
    this.expiresAt = principal.expiresAt;
  }
}

/** Whose request a handler answers; throws where the HTTP path has let none through. */
export function callerOf(context: ServerContext): Caller {
  const caller = context.http?.authInfo;
  if (!(caller instanceof Caller)) throw new Error('a handler was reached without a caller');
  return caller;
}
