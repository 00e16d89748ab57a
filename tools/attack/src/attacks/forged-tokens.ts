import { createHmac, createPublicKey } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Attempt, Outcome } from '../attempt.js';
import type { Platform } from '../platform.js';
import { sendRefused } from '../send.js';

interface Theft {
  /** A real token of the attacker for the target. */
  readonly token: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

type Forge = (theft: Theft, platform: Platform) => string | Promise<string>;

/** Claims of whoever may do most there. */
const promoted = { roles: ['Operator', 'Approver'], scope: 'orders:approve orders:cancel orders:read' };
const invalid = ['401 token_invalid', '401 token_malformed'];

const forgeries: Readonly<Record<string, Forge>> = {
  'alg none': ({ claims }) => `${part({ alg: 'none', typ: 'at+jwt' })}.${part({ ...claims, ...promoted })}.`,
  'alg NonE, the real signature': ({ token, header, claims }) =>
    `${part({ ...header, alg: 'NonE' })}.${part({ ...claims, ...promoted })}.${token.split('.')[2]}`,
  'other roles under the real signature': ({ token, claims }) =>
    [token.split('.')[0], part({ ...claims, ...promoted }), token.split('.')[2]].join('.'),
  'the signature cut off': ({ token }) => `${token.split('.').slice(0, 2).join('.')}.`,
  'a signature of zeros': ({ token, claims }) =>
    [token.split('.')[0], part({ ...claims, ...promoted }), Buffer.alloc(64).toString('base64url')].join('.'),
  'HS256 with the public key as the secret': async ({ header, claims }, { issuer }) => {
    const signed = `${part({ ...header, alg: 'HS256' })}.${part({ ...claims, ...promoted })}`;
    const { keys } = (await (await fetch(`${issuer}/protocol/openid-connect/certs`)).json()) as {
      keys: JWK[];
    };
    const pem = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    return `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
  },
  'an own key under the name of the real one': async ({ header, claims }) => {
    const { privateKey } = await generateKeyPair('ES256');
    return sign({ ...claims, ...promoted }, { ...header }, privateKey);
  },
  'an own key brought along in the header': async ({ header, claims }) => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    return sign({ ...claims, ...promoted }, { ...header, jwk: await exportJWK(publicKey) }, privateKey);
  },
};

/** Tokens that nobody issued, made from a real one. */
export function forgedTokens(platform: Platform): Attempt[] {
  return platform.agents.flatMap(({ name }) =>
    Object.entries(forgeries).map(([attempt, forge]) => ({
      area: 'forged token',
      attacker: name,
      attempt,
      expected: '401 token_invalid',
      run: async () => {
        const token = await platform.token(name, 'orders-api');
        return atApprovals(platform, await forge(theftOf(token), platform), invalid);
      },
    })),
  );
}

/** Real tokens where they do not belong. */
export function stolenTokens(platform: Platform): Attempt[] {
  const attempt = (name: string, what: string, expected: string, run: Attempt['run']): Attempt => {
    return { area: 'stolen token', attacker: name, attempt: what, expected, run };
  };
  return platform.agents.flatMap(({ name }) => [
    attempt(name, "another service's token", '401 wrong_audience', async () =>
      atApprovals(platform, await platform.token(name, 'shipments-api'), ['401 wrong_audience']),
    ),
    attempt(name, 'the token in the query', '401 token_missing', async () => {
      const token = await platform.token(name, 'orders-api');
      const url = `${platform.services['orders-api']?.url}/v1/orders?access_token=${token}`;
      return sendRefused({ method: 'GET', url }, ['401 token_missing']);
    }),
  ]);
}

function atApprovals({ services }: Platform, token: string, expected: readonly string[]): Promise<Outcome> {
  const url = `${services['orders-api']?.url}/v1/orders/00000000-0000-4000-8000-000000000000/approve`;
  return sendRefused({ method: 'POST', url, token, body: { reason: 'because I can' } }, expected);
}

function theftOf(token: string): Theft {
  const [header = '', claims = ''] = token
    .split('.')
    .map((each) => Buffer.from(each, 'base64url').toString());
  return { token, header: JSON.parse(header), claims: JSON.parse(claims) };
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const sign = (
  claims: Readonly<Record<string, unknown>>,
  header: Readonly<Record<string, unknown>>,
  key: CryptoKey,
): Promise<string> => new SignJWT({ ...claims }).setProtectedHeader({ ...header, alg: 'ES256' }).sign(key);
