import type { Principal } from '@stockade/access';
import { type ClaimRules, principalOf, SERVICE_ACCOUNT } from './claims.js';
import { IssuerKeys } from './issuer-keys.js';
import { RememberedTokens } from './remembered-tokens.js';
import { verifySignature } from './signature.js';

export interface VerifierOptions extends Omit<ClaimRules, 'personClients'> {
  /** Defaults to none: no token of a person passes. */
  readonly personClients?: ReadonlySet<string>;
  /** Where the issuer publishes its keys; found by OpenID Connect discovery when not given. */
  readonly jwksUri?: string;
  /** JWS algorithms, asymmetric ones only. Defaults to ES256. */
  readonly algorithms?: readonly string[];
  /** How long keys stay good after they were last read, when the issuer is down. Defaults to 600 seconds. */
  readonly graceSeconds?: number;
  /** How many verified tokens are remembered. Defaults to 10,000. */
  readonly rememberedTokens?: number;
}

export interface Verifier {
  /** Rejects with a Problem: `token_*`, `wrong_issuer`, `wrong_audience`, `unknown_role`, `issuer_unavailable`. */
  verify(token: string): Promise<Principal>;
  /** The principal of a token that was verified before and still lives; the hot path. */
  remembered(token: string): Principal | undefined;
}

/** Throws when the security configuration is missing or contradicts itself. */
export function createVerifier(options: VerifierOptions): Verifier {
  const { algorithms = ['ES256'], graceSeconds = 600, rememberedTokens = 10_000 } = options;
  const rules: ClaimRules = { ...options, personClients: options.personClients ?? new Set() };
  checkConfiguration(rules, algorithms);

  const tokens = new RememberedTokens(rememberedTokens);
  const keys = new IssuerKeys({
    issuer: options.issuer,
    jwksUri: options.jwksUri,
    graceSeconds,
    onChange: (kids) => tokens.keepSignedBy(kids),
  });
  const underWay = new Map<string, Promise<Principal>>();

  async function verifyAnew(token: string): Promise<Principal> {
    const { header, claims, kid } = await verifySignature(token, keys, algorithms);
    const principal = principalOf(header.typ, claims, rules, Date.now() / 1000);
    // The key may have been withdrawn while the signature was being checked.
    if (keys.holds(kid)) tokens.add(token, principal, kid);
    return principal;
  }

  const remembered = (token: string) => (keys.usable() ? tokens.get(token) : undefined);

  return {
    remembered,
    async verify(token) {
      const known = remembered(token);
      if (known !== undefined) return known;
      const running = underWay.get(token);
      if (running !== undefined) return running;
      const started = verifyAnew(token).finally(() => underWay.delete(token));
      underWay.set(token, started);
      return started;
    },
  };
}

function checkConfiguration(rules: ClaimRules, algorithms: readonly string[]): void {
  const { issuer, audience, knownRoles, clients, people, exchangers, personClients } = rules;
  if (!issuer || !URL.canParse(issuer)) throw new Error('the verifier needs an issuer, as an absolute URL');
  if (!audience) throw new Error('the verifier needs an audience');
  if (knownRoles.size === 0) throw new Error('the verifier needs at least one known role');
  if (algorithms.length === 0) throw new Error('the verifier needs at least one algorithm');
  for (const algorithm of algorithms) {
    // RFC 8725 section 3.1: a symmetric algorithm would turn the public key into a shared secret.
    if (!/^(?:ES|RS|PS)\d{3}$|^EdDSA$|^Ed25519$/.test(algorithm)) {
      throw new Error(`the verifier accepts asymmetric algorithms only, not ${algorithm}`);
    }
  }
  for (const name of exchangers) {
    if (!clients.has(name)) throw new Error(`${name} exchanges tokens but is no client`);
  }
  for (const name of people) {
    if (clients.has(name) || name.startsWith(SERVICE_ACCOUNT)) {
      throw new Error(`${name} is a person and a client: one could pass as the other`);
    }
  }
  for (const name of personClients) {
    if (clients.has(name)) throw new Error(`${name} cannot act both for people and in its own name`);
  }
}
