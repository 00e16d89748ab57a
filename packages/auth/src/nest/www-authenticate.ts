import type { Problem } from '@stockade/contracts';

/** How a client that knows nothing yet finds out where tokens for this service are to be had. */
export interface Discovery {
  /** Address of the protected resource's metadata (RFC 9728 section 5.1). */
  readonly resourceMetadata?: string;
  /** Scope to begin with, named to whoever comes without a valid token. */
  readonly firstScope?: string;
}

interface Challenge extends Discovery {
  readonly realm: string;
  /** Scope of the operation that was refused. */
  readonly scope?: string | undefined;
}

/** Value of WWW-Authenticate (RFC 6750 section 3) for a 401 or 403; undefined for any other problem. */
export function wwwAuthenticate(problem: Problem, challenge: Challenge): string | undefined {
  if (problem.status !== 401 && problem.status !== 403) return undefined;
  const { realm, resourceMetadata } = challenge;
  const scope = scopeToAskFor(problem, challenge);
  const parameters = [`realm=${quoted(realm)}`];
  // Section 3.1: no error for a caller that sent no token.
  if (problem.code !== 'token_missing') {
    parameters.push(`error=${quoted(problem.status === 401 ? 'invalid_token' : 'insufficient_scope')}`);
    parameters.push(`error_description=${quoted(problem.title)}`);
  }
  if (scope) parameters.push(`scope=${quoted(scope)}`);
  if (resourceMetadata) parameters.push(`resource_metadata=${quoted(resourceMetadata)}`);
  return `Bearer ${parameters.join(', ')}`;
}

/** Of a 403 for another reason none: a scope that the caller holds already would not help it further. */
function scopeToAskFor({ code, status }: Problem, { scope, firstScope }: Challenge): string | undefined {
  if (code === 'insufficient_scope') return scope;
  return status === 401 ? firstScope : undefined;
}

/** RFC 9110 section 5.6.4. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
