import { Problem } from '@stockade/contracts';
import { describe, expect, it } from 'vitest';
import { wwwAuthenticate } from './www-authenticate.js';

const challenge = { realm: 'supply-chain', scope: 'inventory:write' };

describe('R3: WWW-Authenticate as RFC 6750 section 3 says', () => {
  it('names no error when no token was sent', () => {
    expect(wwwAuthenticate(new Problem('token_missing'), challenge)).toBe('Bearer realm="supply-chain"');
  });

  it('names invalid_token for every other 401', () => {
    expect(wwwAuthenticate(new Problem('token_expired'), challenge)).toBe(
      'Bearer realm="supply-chain", error="invalid_token", error_description="The access token has expired"',
    );
  });

  it('names the scope that is missing', () => {
    expect(wwwAuthenticate(new Problem('insufficient_scope'), challenge)).toMatch(
      /error="insufficient_scope", .*scope="inventory:write"$/,
    );
  });

  it('names no scope when more scope would not help', () => {
    expect(wwwAuthenticate(new Problem('condition_failed'), challenge)).not.toContain('scope="inventory');
  });

  it('quotes what could end the value', () => {
    expect(wwwAuthenticate(new Problem('token_missing'), { realm: 'a"b\\c' })).toBe(
      'Bearer realm="a\\"b\\\\c"',
    );
  });

  it.each(['issuer_unavailable', 'not_found', 'rate_limited'] as const)('is absent for %s', (code) => {
    expect(wwwAuthenticate(new Problem(code), challenge)).toBeUndefined();
  });
});
