import type { AccessPolicy, Principal } from '@stockade/access';
import { Problem, type ProblemCode } from '@stockade/contracts';
import type { JsonObject } from './json.js';

const SKEW_SECONDS = 5;
/** R4: whatever the issuer is set to, a token that lives longer is refused. */
const MAX_LIFETIME_SECONDS = 600;

/** Begins the user name of a client's own account in Keycloak; the client's name follows. */
export const SERVICE_ACCOUNT = 'service-account-';

/** Whom a verifier knows. */
export interface KnownIdentities {
  readonly knownRoles: ReadonlySet<string>;
  /** OAuth clients that act in their own name. */
  readonly clients: ReadonlySet<string>;
  /** User names; none of them may be the name of a client. */
  readonly people: ReadonlySet<string>;
  /** OAuth clients that exchange tokens (RFC 8693): theirs act for the subject, who is named by user name. */
  readonly exchangers: ReadonlySet<string>;
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
    exchangers: new Set(clients.filter(({ exchanges }) => exchanges).map(({ name }) => name)),
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
    ...actorOf(claims, rules),
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

/** Who acts, and through whom: only a client that exchanges tokens may speak for another client. */
function actorOf(claims: JsonObject, rules: ClaimRules): Pick<Principal, 'agent' | 'through'> {
  const client = clientOf(claims);
  const userName = claims.preferred_username;
  if (rules.personClients.has(client)) return { agent: personNamed(userName, rules), through: null };
  if (!rules.clients.has(client)) refuse('token_invalid', 'The access policy does not know this client.');
  if (!rules.exchangers.has(client)) return { agent: client, through: null };
  const agent = machineNamed(userName, rules) ?? personNamed(userName, rules);
  return { agent, through: agent === client ? null : client };
}

function clientOf({ azp, client_id: clientId }: JsonObject): string {
  const client = azp ?? clientId;
  if (typeof client === 'string' && client === (clientId ?? azp)) return client;
  refuse('token_invalid', 'The token must name its client, and azp and client_id must agree.');
}

function personNamed(userName: unknown, { people }: ClaimRules): string {
  if (typeof userName === 'string' && people.has(userName)) return userName;
  refuse('token_invalid', 'The access policy does not know this person.');
}

function machineNamed(userName: unknown, { clients }: ClaimRules): string | undefined {
  if (typeof userName !== 'string' || !userName.startsWith(SERVICE_ACCOUNT)) return undefined;
  const client = userName.slice(SERVICE_ACCOUNT.length);
  return clients.has(client) ? client : undefined;
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
