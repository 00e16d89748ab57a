import { setTimeout as sleep } from 'node:timers/promises';
import type { Identity } from '@stockade/access';
import { runningStack } from '@stockade/testing';
import type { KeycloakRealm } from './keycloak-realm.js';
import { policy, scopesFor, scopesOf, stackRealm } from './running-stack.js';
import { ThrowAwayRealm } from './throw-away-realm.js';

/** Real tokens of one identity. */
export interface IdentityTokens {
  /** By service: made out to it, with all scopes that the role holds there. */
  readonly own: ReadonlyMap<string, string>;
  /** By scope: made out to its service, with every other scope of the role. */
  readonly without: ReadonlyMap<string, string>;
  /** Made out to every service, and past its lifetime. */
  readonly expired: string;
  /** Made out to every service by another realm, to an identity of the same name. */
  readonly otherRealm: string;
}

const audiences = [...policy.audiences];
const everyAudience = audiences.map((audience) => `audience:${audience}`);
/** The verifier's skew, and a second for the token that was issued last. */
const EXPIRED_AFTER_MS = 7_500;

/** The tokens of each identity that Keycloak gives any; a role without scopes is given none. */
export async function matrixTokens(identities: readonly Identity[]): Promise<Map<string, IdentityTokens>> {
  const realm = stackRealm();
  const expired = await shortLived(realm, identities);
  const waited = sleep(EXPIRED_AFTER_MS);
  const foreign = await fromAnotherRealm(identities);
  const entries = identities.map(async (identity) => {
    // One after the other: Keycloak refuses a person who signs in twice at once.
    const own = await tokensByAudience(realm, identity);
    const without = await tokensWithout(realm, identity);
    const { name } = identity;
    const stale = { expired: expired.get(name) ?? '', otherRealm: foreign.get(name) ?? '' };
    return [name, { own, without, ...stale }] as const;
  });
  const tokens = new Map(await Promise.all(entries));
  await waited;
  return tokens;
}

async function tokensByAudience(realm: KeycloakRealm, identity: Identity): Promise<Map<string, string>> {
  const tokens = new Map<string, string>();
  for (const audience of audiences) {
    tokens.set(audience, await realm.tokenOf(identity, scopesFor(identity, audience)));
  }
  return tokens;
}

async function tokensWithout(realm: KeycloakRealm, identity: Identity): Promise<Map<string, string>> {
  const held = [...scopesOf(identity)];
  const tokens = new Map<string, string>();
  for (const scope of held) {
    const audience = policy.scopes.get(scope)?.audience ?? '';
    const others = held.filter((other) => other !== scope);
    tokens.set(scope, await realm.tokenOf(identity, [`audience:${audience}`, ...others]));
  }
  return tokens;
}

/** Tokens that the running realm issued while its lifespan was a second. */
async function shortLived(
  realm: KeycloakRealm,
  identities: readonly Identity[],
): Promise<Map<string, string>> {
  await setLifespan(realm, 1);
  try {
    return await tokenOfEach(realm, identities);
  } finally {
    await setLifespan(realm, policy.token.lifetimeSeconds);
  }
}

async function setLifespan(realm: KeycloakRealm, seconds: number): Promise<void> {
  const { status } = await realm.admin('PUT', '', { accessTokenLifespan: seconds });
  if (status !== 204) throw new Error(`Keycloak did not take another lifespan: ${status}`);
}

async function fromAnotherRealm(identities: readonly Identity[]): Promise<Map<string, string>> {
  const other = new ThrowAwayRealm(runningStack().keycloak);
  try {
    await other.apply(policy);
    return await tokenOfEach(other, identities);
  } finally {
    await other.admin('DELETE', '');
  }
}

async function tokenOfEach(
  realm: KeycloakRealm,
  identities: readonly Identity[],
): Promise<Map<string, string>> {
  const entries = identities.map(async (identity) => {
    const token = await realm.tokenOf(identity, [...everyAudience, ...scopesOf(identity)]);
    return [identity.name, token] as const;
  });
  return new Map(await Promise.all(entries));
}
