import { createHmac, generateKeyPairSync } from 'node:crypto';
import { LoopbackIssuer } from '@stockade/testing/issuer';
import { base64url, exportSPKI, importJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifierOptions } from './test-support/verifier-options.js';
import { createVerifier, type Verifier } from './verifier.js';

let issuer: LoopbackIssuer;
let otherRealm: LoopbackIssuer;
let verifier: Verifier;

beforeAll(async () => {
  issuer = await LoopbackIssuer.start();
  otherRealm = await LoopbackIssuer.start();
});
afterAll(() => Promise.all([issuer.stop(), otherRealm.stop()]));

beforeEach(async () => {
  verifier = createVerifier(verifierOptions(issuer));
  await verifier.verify(await issuer.token());
  issuer.requests.length = 0;
});

const encode = (value: unknown) => base64url.encode(JSON.stringify(value));

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
  const outcome = await verifier.verify(token).then(
    () => 'accepted',
    (problem) => problem,
  );
  expect(verifier.remembered(token)).toBeUndefined();
  return outcome;
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
    verifier = createVerifier(verifierOptions(issuer));
    const tokens = await Promise.all(
      Array.from({ length: 50 }, (_, n) => issuer.token({}, { kid: `unknown-${n}` })),
    );
    for (const token of tokens) await refusal(token);
    expect(issuer.fetchesOfKeys()).toBe(1);
    await expect(verifier.verify(await issuer.token())).resolves.toMatchObject({ agent: 'inventory_bot' });
  });
});
