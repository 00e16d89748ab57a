import { createLocalJWKSet, type JSONWebKeySet, type LocalJWKSet } from 'jose';

const TIMEOUT_MS = 5000;

export interface KeySet {
  /** Finds the key that a JWS header names, for an algorithm that fits it. */
  readonly resolve: LocalJWKSet;
  readonly kids: ReadonlySet<string>;
}

/** Reads the JWK Set (RFC 7517) at `uri`. Throws when it is not to be had. */
export async function fetchKeySet(uri: string): Promise<KeySet> {
  // createLocalJWKSet checks the shape.
  const resolve = createLocalJWKSet((await fetchJson(uri)) as unknown as JSONWebKeySet);
  const kids = resolve.jwks().keys.flatMap(({ kid }) => (typeof kid === 'string' ? [kid] : []));
  return { resolve, kids: new Set(kids) };
}

/** Where the issuer publishes its keys (OpenID Connect Discovery 1.0 section 4). */
export async function discoverKeySetUri(issuer: string): Promise<string> {
  const metadata = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  // Section 4.3: a document that speaks for another issuer must not be used.
  if (metadata.issuer !== issuer) throw new Error('the discovery document names another issuer');
  if (typeof metadata.jwks_uri !== 'string') throw new Error('the discovery document has no jwks_uri');
  return metadata.jwks_uri;
}

async function fetchJson(uri: string): Promise<Record<string, unknown>> {
  const response = await fetch(uri, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${uri} answered ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
}
