import type { LoopbackIssuer } from './loopback-issuer.js';

/** A token for each caller, asked for once; `claims` are what it differs in from `LoopbackIssuer.claims`. */
export function callerTokens(
  issuer: LoopbackIssuer,
  claims: Readonly<Record<string, Record<string, unknown>>>,
): (caller: string) => Promise<string> {
  const tokens = new Map<string, Promise<string>>();
  return (caller) => {
    const token = tokens.get(caller) ?? issuer.token(claims[caller]);
    tokens.set(caller, token);
    return token;
  };
}
