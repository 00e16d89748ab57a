import { createHmac, generateKeyPairSync } from 'node:crypto';
import { base64url, exportSPKI, importJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LoopbackIssuer } from './test-support/loopback-issuer.js';
import { createVerifier, type Verifier, type VerifierOptions } from './verifier.js';

let issuer: LoopbackIssuer;
let otherRealm: LoopbackIssuer;
let verifier: Verifier;

beforeAll(async () => {
  issuer = await LoopbackIssuer.start();
  otherRealm = await LoopbackIssuer.start();
});
afterAll(() => Promise.all([issuer.stop(), otherRealm.stop()]));

beforeEach(async () => {
  verifier = createVerifier(options());
  await verifier.verify(await issuer.token());
  issuer.requests.length = 0;
});

function options(): VerifierOptions {
  return {
    issuer: issuer.url,
    audience: 'inventory-api',
    knownRoles: new Set(['InventoryManager', 'Operator']),
    clients: new Set(['inventory_bot', 'order_placer']),
    people: new Set(['operator']),
    personClients: new Set(['stack-cli']),
  };
}

const encode = (value: unknown) => base64url.encode(JSON.stringify(value));
const now = () => Math.floor(Date.now() / 1000);

/** Signed by the issuer, byte for byte as given. */
async function signRaw(header: string, payload: string): Promise<string> {
  const input = `${base64url.encode(header)}.${base64url.encode(payload)}`;
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    issuer.key.privateKey,
    new TextEncoder().encode(input),
  );
  return `${input}.${base64url.encode(new Uint8Array(signature))}`;
}

async function refusal(token: string): Promise<unknown> {
  const first = await verifier.verify(token).then(
    () => 'accepted',
    (problem) => problem,
  );
  expect(verifier.remembered(token)).toBeUndefined();
  return first;
}

describe('R3: a token whose signature does not verify is refused, and the caller learns nothing more', () => {
  const unverifiable: Record<string, () => Promise<string> | string> = {};

  for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
    unverifiable[`alg ${alg}, no signature`] = () =>
      `${encode({ alg, typ: 'at+jwt', kid: issuer.key.kid })}.${encode(issuer.claims())}.`;
    unverifiable[`alg ${alg}, the signature of another token`] = async () =>
      `${encode({ alg, typ: 'at+jwt', kid: issuer.key.kid })}.${encode(issuer.claims())}.${(await issuer.token()).split('.')[2]}`;
  }
  const pemVariants: Record<string, (pem: string) => string> = {
    'as it is': (pem) => pem,
    'without its last newline': (pem) => pem.trimEnd(),
    'with leading white space': (pem) => ` \n\t${pem}`,
    'with CRLF': (pem) => pem.replaceAll('\n', '\r\n'),
  };
  for (const [variant, change] of Object.entries(pemVariants)) {
    unverifiable[`HS256 keyed with the public key's PEM ${variant}`] = async () => {
      const publicKey = await importJWK(issuer.key.publicJwk, 'ES256', { extractable: true });
      if (publicKey instanceof Uint8Array) throw new Error('the issuer signs with an asymmetric key');
      const input = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: issuer.key.kid })}.${encode(issuer.claims())}`;
      const hmac = createHmac('sha256', change(await exportSPKI(publicKey))).update(input);
      return `${input}.${hmac.digest('base64url')}`;
    };
  }
  const signatures: Record<string, (signature: string) => string> = {
    empty: () => '',
    truncated: (signature) => signature.slice(0, -8),
    'all zero': () => base64url.encode(new Uint8Array(64)),
    'of another length': (signature) => signature + signature,
    flipped: (signature) => (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1),
  };
  for (const [kind, change] of Object.entries(signatures)) {
    unverifiable[`${kind} signature`] = async () => {
      const [header, payload, signature = ''] = (await issuer.token()).split('.');
      return `${header}.${payload}.${change(signature)}`;
    };
  }
  for (const kid of [
    '../../../../dev/null',
    "' OR '1'='1",
    '',
    '\u0000',
    'constructor',
    '__proto__',
    7,
    null,
  ]) {
    unverifiable[`kid ${JSON.stringify(kid)}`] = () =>
      signRaw(JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid }), JSON.stringify(issuer.claims()));
  }
  unverifiable['no kid'] = () => signRaw('{"alg":"ES256","typ":"at+jwt"}', JSON.stringify(issuer.claims()));
  unverifiable.crit = () =>
    signRaw(
      JSON.stringify({ alg: 'ES256', kid: issuer.key.kid, typ: 'at+jwt', crit: ['b64'], b64: true }),
      JSON.stringify(issuer.claims()),
    );
  unverifiable['a claim named twice'] = () =>
    signRaw(
      JSON.stringify({ alg: 'ES256', kid: issuer.key.kid, typ: 'at+jwt' }),
      JSON.stringify(issuer.claims()).replace('{', '{"aud":"orders-api","\\u0061ud":"orders-api",'),
    );
  unverifiable['a payload that is no JSON object'] = () =>
    signRaw(JSON.stringify({ alg: 'ES256', kid: issuer.key.kid, typ: 'at+jwt' }), '["inventory_bot"]');
  unverifiable['the key of another realm, under our kid'] = () =>
    otherRealm.token(issuer.claims(), { kid: issuer.key.kid });
  unverifiable['the key of another realm, under its own kid'] = () => otherRealm.token(issuer.claims());

  for (const [attack, forge] of Object.entries(unverifiable)) {
    it(attack, async () => {
      expect(await refusal(await forge())).toMatchObject({ code: 'token_invalid', detail: undefined });
    });
  }

  it.each(['', 'a', 'a.b', 'a.b.c.d', '..', 'ä.b.c', 'bnVsbA.e30.AA', `${'a'.repeat(9000)}.b.c`])(
    'malformed: %.20j',
    async (garbage) => {
      expect(await refusal(garbage)).toMatchObject({ code: 'token_malformed', detail: undefined });
    },
  );

  it('a header member named twice', async () => {
    const token = await signRaw(
      `{"alg":"none","alg":"ES256","kid":"${issuer.key.kid}","typ":"at+jwt"}`,
      JSON.stringify(issuer.claims()),
    );
    expect(await refusal(token)).toMatchObject({ code: 'token_malformed' });
  });

  it('a good token of more than 8 KB', async () => {
    const token = await issuer.token({ padding: 'x'.repeat(8192) });
    expect(await refusal(token)).toMatchObject({ code: 'token_malformed' });
  });

  it.each(['jku', 'x5u', 'jwk'])('a key brought along as %s is never looked at', async (member) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = member === 'jwk' ? publicKey.export({ format: 'jwk' }) : `${otherRealm.url}/certs`;
    const token = await new SignJWT(issuer.claims())
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: issuer.key.kid, [member]: key })
      .sign(privateKey);
    otherRealm.requests.length = 0;
    expect(await refusal(token)).toMatchObject({ code: 'token_invalid' });
    expect(otherRealm.requests).toEqual([]);
    expect(issuer.requests).toEqual([]);
  });

  it('a flood of unknown key ids costs one fetch of the keys', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 200 }, (_, n) => issuer.token({}, { kid: `unknown-${n}` })),
    );
    await Promise.all(tokens.map((token) => refusal(token)));
    for (const token of tokens) await refusal(token);
    expect(issuer.fetchesOfKeys()).toBe(1);
  });

  it('a flood that begins before the first good token costs one fetch as well', async () => {
    verifier = createVerifier(options());
    const tokens = await Promise.all(
      Array.from({ length: 50 }, (_, n) => issuer.token({}, { kid: `unknown-${n}` })),
    );
    for (const token of tokens) await refusal(token);
    expect(issuer.fetchesOfKeys()).toBe(1);
    await expect(verifier.verify(await issuer.token())).resolves.toMatchObject({ agent: 'inventory_bot' });
  });
});

describe('R3: a token of our issuer with claims that do not hold is refused with the reason', () => {
  const refusals: [string, string, () => Promise<string>][] = [
    ['an ID token', 'token_invalid', () => issuer.token({ typ: 'ID' }, { typ: 'JWT' })],
    ['a header without typ', 'token_invalid', () => issuer.token({}, { typ: undefined as never })],
    ['a refresh token', 'token_invalid', () => issuer.token({ typ: 'Refresh' })],
    ['a logout token', 'token_invalid', () => issuer.token({ typ: 'Logout' }, { typ: 'logout+jwt' })],
    ['a DPoP-bound token without proof', 'token_invalid', () => issuer.token({ typ: 'DPoP' })],
    ['another audience', 'wrong_audience', () => issuer.token({ aud: 'orders-api' })],
    [
      'several other audiences',
      'wrong_audience',
      () => issuer.token({ aud: ['orders-api', 'shipments-api'] }),
    ],
    ['no audience', 'wrong_audience', () => issuer.token({ aud: undefined })],
    ['audiences in one string', 'wrong_audience', () => issuer.token({ aud: 'orders-api inventory-api' })],
    ['an audience in another case', 'wrong_audience', () => issuer.token({ aud: 'Inventory-API' })],
    ['an audience as an object', 'wrong_audience', () => issuer.token({ aud: { 'inventory-api': true } })],
    ['an issuer with a slash more', 'wrong_issuer', () => issuer.token({ iss: `${issuer.url}/` })],
    ['an issuer in another case', 'wrong_issuer', () => issuer.token({ iss: issuer.url.toUpperCase() })],
    [
      'an issuer that begins like ours',
      'wrong_issuer',
      () => issuer.token({ iss: `${issuer.url}.evil.test` }),
    ],
    [
      'another realm',
      'wrong_issuer',
      () => issuer.token({ iss: issuer.url.replace('supply-chain', 'master') }),
    ],
    ['no issuer', 'wrong_issuer', () => issuer.token({ iss: undefined })],
    ['no exp', 'token_invalid', () => issuer.token({ exp: undefined })],
    ['exp as text', 'token_invalid', () => issuer.token({ exp: String(now() + 300) })],
    ['no iat', 'token_invalid', () => issuer.token({ iat: undefined })],
    ['expired beyond the skew', 'token_expired', () => issuer.token({ iat: now() - 300, exp: now() - 6 })],
    ['iat in the future', 'token_not_yet_valid', () => issuer.token({ iat: now() + 20, exp: now() + 300 })],
    ['nbf in the future', 'token_not_yet_valid', () => issuer.token({ nbf: now() + 20 })],
    ['nbf as text', 'token_invalid', () => issuer.token({ nbf: 'now' })],
    ['no sub', 'token_invalid', () => issuer.token({ sub: undefined })],
    ['no jti', 'token_invalid', () => issuer.token({ jti: '' })],
    ['no client', 'token_invalid', () => issuer.token({ azp: undefined, client_id: undefined })],
    ['two clients', 'token_invalid', () => issuer.token({ client_id: 'order_placer' })],
    ['a client nobody knows', 'token_invalid', () => issuer.token({ azp: 'ghost', client_id: 'ghost' })],
    ['no roles', 'unknown_role', () => issuer.token({ roles: undefined })],
    ['only roles nobody knows', 'unknown_role', () => issuer.token({ roles: ['Admin', 'constructor'] })],
    ['a role that is no list', 'unknown_role', () => issuer.token({ roles: 'InventoryManager' })],
  ];
  it.each(refusals)('%s: %s', async (_, code, forge) => {
    expect(await refusal(await forge())).toMatchObject({ code, status: 401 });
  });

  it('R4: a token that lives longer than 600 s', async () => {
    expect(await refusal(await issuer.token({ iat: now(), exp: now() + 601 }))).toMatchObject({
      code: 'token_lifetime_too_long',
    });
    await expect(
      verifier.verify(await issuer.token({ iat: now(), exp: now() + 600 })),
    ).resolves.toBeDefined();
  });

  it.each([
    ['exp 3 s ago', () => issuer.token({ iat: now() - 200, exp: now() - 3 })],
    ['iat and nbf 3 s ahead', () => issuer.token({ iat: now() + 3, nbf: now() + 3 })],
  ])('5 s of skew are accepted: %s', async (_, forge) => {
    await expect(verifier.verify(await forge())).resolves.toBeDefined();
  });
});

describe('R7: who the caller is comes from the token alone', () => {
  it('a service account is its client', async () => {
    const token = await issuer.token({
      aud: ['mcp-server', 'inventory-api'],
      roles: ['InventoryManager', 'offline_access'],
      preferred_username: 'operator',
    });
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(await verifier.verify(token)).toEqual({
      agent: 'inventory_bot',
      subject: claims.sub,
      roles: ['InventoryManager'],
      scopes: new Set(['inventory:read', 'inventory:write']),
      tokenId: claims.jti,
      expiresAt: claims.exp,
    });
  });

  it('a person who signs in through a client for people is that person', async () => {
    const token = await issuer.token({
      azp: 'stack-cli',
      client_id: undefined,
      preferred_username: 'operator',
      roles: ['Operator'],
    });
    await expect(verifier.verify(token)).resolves.toMatchObject({ agent: 'operator', roles: ['Operator'] });
  });

  it.each(['inventory_bot', 'service-account-stack-cli', 'stranger', undefined])(
    'a person named %s is refused',
    async (name) => {
      const token = await issuer.token({
        azp: 'stack-cli',
        client_id: 'stack-cli',
        preferred_username: name,
      });
      expect(await refusal(token)).toMatchObject({ code: 'token_invalid' });
    },
  );
});

describe('missing security configuration stops the boot', () => {
  it.each<[string, Partial<VerifierOptions>]>([
    ['no issuer', { issuer: '' }],
    ['an issuer that is no URL', { issuer: 'supply-chain' }],
    ['no audience', { audience: '' }],
    ['no roles', { knownRoles: new Set() }],
    ['no algorithm', { algorithms: [] }],
    ['HS256', { algorithms: ['ES256', 'HS256'] }],
    ['none', { algorithms: ['none'] }],
    ['a person named like a client', { people: new Set(['inventory_bot']) }],
    ['a client for people that is also a client', { personClients: new Set(['inventory_bot']) }],
  ])('%s', (_, change) => {
    expect(() => createVerifier({ ...options(), ...change })).toThrow(Error);
  });
});
