import { policy, scopesFor, stackRealm } from './running-stack.js';

/** Of the 300 s that a token lives. */
const USED_FOR_MS = 120_000;

const tokens = new Map<string, { token: Promise<string>; until: number }>();

/** A token of an identity, made out to a service with all scopes that its role holds there; asked for once. */
export function tokenFor(caller: string, service: string): Promise<string> {
  const name = `${caller} at ${service}`;
  const known = tokens.get(name);
  if (known !== undefined && Date.now() < known.until) return known.token;
  const token = freshTokenFor(caller, service);
  tokens.set(name, { token, until: Date.now() + USED_FOR_MS });
  return token;
}

/** A token that no service has seen yet. */
export async function freshTokenFor(caller: string, service: string): Promise<string> {
  const identity = policy.identities.get(caller);
  if (identity === undefined) throw new Error(`there is no ${caller}`);
  return stackRealm().tokenOf(identity, scopesFor(identity, service));
}

/** From here on callers ask for new tokens. */
export const forgetTokens = (): void => tokens.clear();
