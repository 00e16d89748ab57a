import type { AccessPolicy, Principal } from '@stockade/access';
import { Problem, type ProblemCode } from '@stockade/contracts';
import type { JsonObject } from './json.js';

const SKEW_SECONDS = 5;
/** R4: whatever the issuer is set to, a token that lives longer is refused. */
const MAX_LIFETIME_SECONDS = 600;

/** Whom a verifier knows. */
export interface KnownIdentities {
  readonly knownRoles: ReadonlySet<string>;
  /** OAuth clients that act in their own name. */
  readonly clients: ReadonlySet<string>;
  /** User names; none of them may be the name of a client. */
  readonly people: ReadonlySet<string>;
}

export interface ClaimRules extends KnownIdentities {
  readonly issuer: string;
  readonly audience: string;
  /** OAuth clients through which people sign in: their tokens act for the person, never for the client. */
  readonly personClients: ReadonlySet<string>;
}

/** Roles, clients and people of access.yaml, for `createVerifier`. */
export function knownIdentities(policy: AccessPolicy): KnownIdentities {
  const identities = [...policy.identities.values()];
  const people = identities.filter(({ kind }) => kind === 'person');
  const clients = identities.filter(({ kind }) => kind !== 'person');
  return {
    knownRoles: new Set(policy.roles.keys()),
    clients: new Set(clients.map(({ name }) => name)),
    people: new Set(people.map(({ name }) => name)),
  };
}

/**
 * The caller that a token speaks for; expects a token whose signature was verified. `now` in seconds.
 * Throws Problem with the code of the first claim that is wrong.
 */
export function principalOf(typ: unknown, claims: JsonObject, rules: ClaimRules, now: number): Principal {
  checkType(typ, claims);
  if (claims.iss !== rules.issuer) throw new Problem('wrong_issuer');
  checkAudience(claims.aud, rules.audience);
  const expiresAt = checkTimes(claims, now);
  return Object.freeze({
    agent: agentOf(claims, rules),
    through: null,
    subject: requiredText(claims, 'sub'),
    roles: rolesOf(claims.roles, rules.knownRoles),
    scopes: scopesOf(claims.scope),
    tokenId: requiredText(claims, 'jti'),
    expiresAt,
  });
}

/** RFC 9068 section 2.1 and Keycloak's own `typ`: neither an ID, a refresh nor a logout token passes. */
function checkType(typ: unknown, claims: JsonObject): void {
  const mediaType = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined;
  if (mediaType !== 'at+jwt' || (claims.typ !== undefined && claims.typ !== 'Bearer')) {
    refuse('token_invalid', 'This is not an access token: its typ must be at+jwt (RFC 9068).');
  }
}

function checkAudience(aud: unknown, own: string): void {
  const audiences = Array.isArray(aud) ? aud : [aud];
  if (!audiences.includes(own)) refuse('wrong_audience', `Ask for a token whose audience is ${own}.`);
}

function checkTimes(claims: JsonObject, now: number): number {
  const exp = requiredTime(claims, 'exp');
  const iat = requiredTime(claims, 'iat');
  const nbf = claims.nbf === undefined ? iat : requiredTime(claims, 'nbf');
  if (exp - iat > MAX_LIFETIME_SECONDS) {
    refuse('token_lifetime_too_long', `A token may live ${MAX_LIFETIME_SECONDS} seconds at most.`);
  }
  if (now >= exp + SKEW_SECONDS) throw new Problem('token_expired');
  if (Math.max(iat, nbf) > now + SKEW_SECONDS) throw new Problem('token_not_yet_valid');
  return exp;
}

function agentOf(claims: JsonObject, rules: ClaimRules): string {
  const { azp, client_id: clientId } = claims;
  const client = azp ?? clientId;
  if (typeof client !== 'string' || client !== (clientId ?? azp)) {
    refuse('token_invalid', 'The token must name its client, and azp and client_id must agree.');
  }
  const person = claims.preferred_username;
  if (rules.personClients.has(client)) {
    if (typeof person === 'string' && rules.people.has(person)) return person;
    refuse('token_invalid', 'The access policy does not know this person.');
  }
  if (!rules.clients.has(client)) refuse('token_invalid', 'The access policy does not know this client.');
  return client;
}

function rolesOf(claim: unknown, known: ReadonlySet<string>): readonly string[] {
  const roles = Array.isArray(claim) ? claim.filter((role) => known.has(role)) : [];
  if (roles.length === 0) throw new Problem('unknown_role');
  return Object.freeze(roles);
}

function scopesOf(claim: unknown): ReadonlySet<string> {
  return new Set(typeof claim === 'string' ? claim.split(' ').filter((scope) => scope !== '') : []);
}

function requiredText(claims: JsonObject, name: string): string {
  const value = claims[name];
  if (typeof value === 'string' && value !== '') return value;
  refuse('token_invalid', `The token must have ${name}.`);
}

function requiredTime(claims: JsonObject, name: string): number {
  const value = claims[name];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  refuse('token_invalid', `The token must have ${name}, in seconds.`);
}

function refuse(code: ProblemCode, detail: string): never {
  throw new Problem(code, { detail });
}
