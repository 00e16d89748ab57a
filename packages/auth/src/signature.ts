import { Problem } from '@stockade/contracts';
import { base64url, compactVerify } from 'jose';
import type { IssuerKeys } from './issuer-keys.js';
import { type JsonObject, parseJsonObject } from './json.js';

const MAX_TOKEN_LENGTH = 8192;
/** JWS compact serialization (RFC 7515 section 7.1). */
const COMPACT = /^([\w-]+)\.[\w-]+\.[\w-]*$/;

export interface SignedToken {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly kid: string;
}

/**
 * Verifies the signature and nothing else. Keys come from the issuer's JWK Set alone: `jwk`, `jku` and `x5u`
 * of the header are never looked at. Until this has passed, the caller is told nothing but that the token is
 * not valid. Throws Problem `token_malformed`, `token_invalid` or `issuer_unavailable`.
 */
export async function verifySignature(
  token: string,
  keys: IssuerKeys,
  algorithms: readonly string[],
): Promise<SignedToken> {
  const { header, kid } = readHeader(token, algorithms);
  const keySet = await keys.keysFor(kid);
  try {
    const { payload } = await compactVerify(token, keySet.resolve, { algorithms: [...algorithms] });
    return { header, kid, claims: parseJsonObject(decode(payload)) };
  } catch (cause) {
    throw new Problem('token_invalid', { cause });
  }
}

function readHeader(token: string, algorithms: readonly string[]): { header: JsonObject; kid: string } {
  const encoded = token.length > MAX_TOKEN_LENGTH ? undefined : COMPACT.exec(token)?.[1];
  if (encoded === undefined) throw new Problem('token_malformed');
  let header: JsonObject;
  try {
    header = parseJsonObject(decode(base64url.decode(encoded)));
  } catch (cause) {
    throw new Problem('token_malformed', { cause });
  }
  const { alg, kid } = header;
  // RFC 7515 section 4.1.11: no extension is understood here, so any `crit` must be refused.
  if (typeof alg !== 'string' || !algorithms.includes(alg) || typeof kid !== 'string' || 'crit' in header) {
    throw new Problem('token_invalid');
  }
  return { header, kid };
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
