import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CompactSign, calculateJwkThumbprint, compactVerify, EmbeddedJWK, exportJWK } from 'jose';

/** PKCS #8 of an Ed25519 key, up to its 32 octets (RFC 8410 section 7). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param file holds the 32 octets of an Ed25519 private key (RFC 8032 section 5.1.5), in base64url. */
export async function signingKey(file: string): Promise<KeyObject> {
  const seed = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64url');
  if (seed.length !== 32) throw new Error(`${file} must hold 32 octets in base64url: an Ed25519 private key`);
  const key = Buffer.concat([PKCS8_ED25519, seed]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

/**
 * JWS with detached content (RFC 7515 appendix F). Its header holds the public key, whose thumbprint (RFC 7638) a
 * client pins: the signature proves that whoever has that key meant these tools, and nothing about who that is.
 */
export async function signDetached(text: string, key: KeyObject): Promise<string> {
  const jwk = await exportJWK(createPublicKey(key));
  const kid = await calculateJwkThumbprint(jwk);
  const signed = await new CompactSign(Buffer.from(text))
    .setProtectedHeader({ alg: 'EdDSA', kid, jwk, typ: 'stockade-mcp-manifest' })
    .sign(key);
  const [header, , signature] = signed.split('.');
  return `${header}..${signature}`;
}

/** Throws where the signature is not one over this text. */
export async function verifyDetached(text: string, signature: string): Promise<void> {
  const [header, content, value] = signature.trim().split('.');
  if (content !== '') throw new Error('the signature must be a JWS with detached content');
  const payload = Buffer.from(text).toString('base64url');
  await compactVerify(`${header}.${payload}.${value}`, EmbeddedJWK, { algorithms: ['EdDSA'] });
}
