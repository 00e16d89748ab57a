import type { Problem } from '@stockade/contracts';

interface Challenge {
  readonly realm: string;
  /** Scope of the operation that was refused. */
  readonly scope?: string | undefined;
}

/** Value of WWW-Authenticate (RFC 6750 section 3) for a 401 or 403; undefined for any other problem. */
export function wwwAuthenticate(problem: Problem, { realm, scope }: Challenge): string | undefined {
  if (problem.status !== 401 && problem.status !== 403) return undefined;
  const parameters = [`realm=${quoted(realm)}`];
  // Section 3.1: no error for a caller that sent no token.
  if (problem.code !== 'token_missing') {
    parameters.push(`error=${quoted(problem.status === 401 ? 'invalid_token' : 'insufficient_scope')}`);
    parameters.push(`error_description=${quoted(problem.title)}`);
  }
  // A scope that the caller holds already would not help it further.
  if (problem.code === 'insufficient_scope' && scope) parameters.push(`scope=${quoted(scope)}`);
  return `Bearer ${parameters.join(', ')}`;
}

/** RFC 9110 section 5.6.4. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
