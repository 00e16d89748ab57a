import { LoopbackIssuer } from '@stockade/testing/issuer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifierOptions } from './test-support/verifier-options.js';
import { createVerifier, type VerifierOptions } from './verifier.js';

const MINUTE = 60_000;
let issuer: LoopbackIssuer;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  issuer = await LoopbackIssuer.start();
});
afterEach(async () => {
  vi.useRealTimers();
  await issuer.stop();
});

const verifierOf = (change: Partial<VerifierOptions> = {}) =>
  createVerifier({ ...verifierOptions(issuer), ...change });
const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

describe('R3: signing keys', () => {
  it('a rotation under load shows no error', async () => {
    const verifier = verifierOf();
    const old = await issuer.token();
    await verifier.verify(old);
    for (let round = 0; round < 3; round++) {
      await issuer.rotate();
      const tokens = await Promise.all(Array.from({ length: 20 }, () => issuer.token()));
      await Promise.all([...tokens, old].map((token) => verifier.verify(token)));
    }
    expect(issuer.fetchesOfKeys()).toBe(4);
  });

  it('a token remembered is forgotten once its key is withdrawn', async () => {
    const verifier = verifierOf();
    const token = await issuer.token({ exp: Math.floor(Date.now() / 1000) + 600 });
    await verifier.verify(token);
    const { kid } = issuer.key;
    await issuer.rotate();
    issuer.withdraw(kid);
    pass(5 * MINUTE + 1);
    expect(verifier.remembered(token)).toBeDefined();
    await vi.waitFor(() => expect(verifier.remembered(token)).toBeUndefined());
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'token_invalid' });
  });

  it.each(['RS256', 'PS256', 'EdDSA'])('%s is refused unless it was allowed', async (alg) => {
    await issuer.rotate(alg);
    const token = await issuer.token();
    await expect(verifierOf().verify(token)).rejects.toMatchObject({ code: 'token_invalid' });
    await expect(verifierOf({ algorithms: [alg] }).verify(token)).resolves.toBeDefined();
  });

  it('a discovery document that speaks for another issuer is not followed', async () => {
    const verifier = verifierOf({ issuer: issuer.url.replace('127.0.0.1', 'localhost') });
    await expect(verifier.verify(await issuer.token())).rejects.toMatchObject({ code: 'issuer_unavailable' });
    expect(issuer.fetchesOfKeys()).toBe(0);
  });
});

describe('R3: the issuer is down', () => {
  it('within the grace valid tokens pass, beyond it every token is refused with 503', async () => {
    const verifier = verifierOf();
    await verifier.verify(await issuer.token());
    await issuer.stop();

    pass(9 * MINUTE);
    const late = await issuer.token();
    await expect(verifier.verify(late)).resolves.toBeDefined();
    expect(verifier.remembered(late)).toBeDefined();

    pass(MINUTE + 1);
    expect(verifier.remembered(late)).toBeUndefined();
    await expect(verifier.verify(late)).rejects.toMatchObject({
      code: 'issuer_unavailable',
      status: 503,
      retryAfter: 2,
    });
    await issuer.start();
  });

  it('on its return a thousand callers cost one fetch', async () => {
    const verifier = verifierOf({ jwksUri: `${issuer.url}/certs` });
    await issuer.stop();
    const tokens = await Promise.all(Array.from({ length: 1000 }, () => issuer.token()));
    const refused = await Promise.allSettled(tokens.map((token) => verifier.verify(token)));
    expect(refused.every(({ status }) => status === 'rejected')).toBe(true);

    await issuer.start();
    await expect(verifier.verify(tokens[0] ?? '')).rejects.toMatchObject({ code: 'issuer_unavailable' });
    expect(issuer.fetchesOfKeys()).toBe(0);
    pass(2001);
    await Promise.all(tokens.map((token) => verifier.verify(token)));
    expect(issuer.fetchesOfKeys()).toBe(1);
  });

  it('an unknown key id is refused and holds up nobody else', async () => {
    const verifier = verifierOf();
    await verifier.verify(await issuer.token());
    await issuer.stop();
    const unknown = await issuer.token({}, { kid: 'unknown' });
    await expect(verifier.verify(unknown)).rejects.toMatchObject({ code: 'token_invalid' });
    await expect(verifier.verify(await issuer.token())).resolves.toBeDefined();
    await issuer.start();
  });
});

describe('R4: tokens remembered', () => {
  it('a token is verified once while it lives, and ends at exp', async () => {
    const verifier = verifierOf();
    const token = await issuer.token();
    expect(verifier.remembered(token)).toBeUndefined();
    const [first, second] = await Promise.all([verifier.verify(token), verifier.verify(token)]);
    expect(second).toBe(first);
    expect(verifier.remembered(token)).toBe(first);
    pass(300_000);
    expect(verifier.remembered(token)).toBeUndefined();
    pass(5000);
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'token_expired' });
  });

  it('their number is bounded, and the least recently used gives way', async () => {
    const verifier = verifierOf({ rememberedTokens: 2 });
    const [a, b, c] = await Promise.all([issuer.token(), issuer.token(), issuer.token()]);
    await verifier.verify(a);
    await verifier.verify(b);
    verifier.remembered(a);
    await verifier.verify(c);
    expect([a, b, c].map((token) => verifier.remembered(token) !== undefined)).toEqual([true, false, true]);
  });
});
