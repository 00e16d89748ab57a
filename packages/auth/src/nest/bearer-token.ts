import { Problem } from '@stockade/contracts';
import { ExtractJwt } from 'passport-jwt';

export interface RequestWithHeaders {
  readonly headers: { readonly authorization?: string | undefined };
}

const extract = ExtractJwt.fromAuthHeaderAsBearerToken();

/**
 * The token of the Authorization header (RFC 6750 section 2.1), never of the query or the body.
 * Throws Problem `token_missing` or `token_malformed`.
 */
export function bearerToken(request: RequestWithHeaders): string {
  const { authorization = '' } = request.headers;
  const token = extract(request);
  if (token !== null && authorization.trimEnd().endsWith(token)) return token;
  // Another scheme is no attempt with a token (RFC 6750 section 3.1).
  if (!/^\s*bearer\b/i.test(authorization)) throw new Problem('token_missing');
  throw new Problem('token_malformed', { detail: 'Authorization must be "Bearer" and one access token.' });
}
