import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { LoopbackIssuer } from '@stockade/testing/issuer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTokenSource, type TokenSource } from './token-source.js';

const SECRET = 'correct horse battery staple';

let issuer: LoopbackIssuer;
let directory: string;
let clientSecretFile: string;
let source: TokenSource;
/** Parsed bodies of the requests to the token endpoint. */
let asked: URLSearchParams[];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  issuer = await LoopbackIssuer.start();
  directory = await mkdtemp(join(tmpdir(), 'stockade-auth-'));
  clientSecretFile = join(directory, 'inventory_bot');
  await writeFile(clientSecretFile, `${SECRET}\n`);
  asked = [];
  issuer.answerToken = grant;
  source = createTokenSource({
    issuer: issuer.url,
    clientId: 'inventory_bot',
    clientSecretFile,
    scopes: { 'inventory-api': ['inventory:read', 'inventory:write'] },
  });
});
afterEach(async () => {
  source.close();
  vi.useRealTimers();
  await issuer.stop();
  await rm(directory, { recursive: true });
});

function grant(_: unknown, body: string) {
  asked.push(new URLSearchParams(body));
  return {
    status: 200,
    body: { access_token: `token-${asked.length}`, token_type: 'Bearer', expires_in: 300 },
  };
}

function refuse(status: number, error: string) {
  return (_: unknown, body: string) => {
    asked.push(new URLSearchParams(body));
    return { status, body: { error } };
  };
}

describe('R5: the token source', () => {
  it('asks once for an audience with its scopes, however many callers wait', async () => {
    const tokens = await Promise.all(Array.from({ length: 50 }, () => source.token('inventory-api')));
    expect(new Set(tokens)).toEqual(new Set(['token-1']));
    expect(await source.token('inventory-api')).toBe('token-1');
    expect(asked.map((body) => Object.fromEntries(body))).toEqual([
      {
        grant_type: 'client_credentials',
        client_id: 'inventory_bot',
        client_secret: SECRET,
        scope: 'audience:inventory-api inventory:read inventory:write',
      },
    ]);
  });

  it('keeps a token for each audience, and reads the discovery document once', async () => {
    const first = await source.token('inventory-api');
    const second = await source.token('orders-api');
    expect(second).not.toBe(first);
    expect(asked[1]?.get('scope')).toBe('audience:orders-api');
    expect(issuer.requests.filter((path) => path.includes('.well-known'))).toHaveLength(1);
  });

  it('refreshes at 80 % of the lifetime with nobody asking', async () => {
    await source.token('inventory-api');
    await vi.advanceTimersByTimeAsync(239_000);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    await vi.waitUntil(async () => (await source.token('inventory-api')) === 'token-2');
    expect(asked).toHaveLength(2);
  });

  it('R13: reads the secret anew for each refresh', async () => {
    await source.token('inventory-api');
    await writeFile(clientSecretFile, 'rotated');
    await vi.advanceTimersByTimeAsync(240_000);
    await vi.waitUntil(() => asked.length === 2);
    expect(asked[1]?.get('client_secret')).toBe('rotated');
  });

  it('R13: a secret that is being rotated is tried again', async () => {
    issuer.answerToken = (request, body) => {
      const answer = asked.length === 0 ? refuse(401, 'unauthorized_client') : grant;
      return answer(request, body);
    };
    await expect(source.token('inventory-api')).resolves.toBe('token-2');
  });

  it('serves the living token while its refresh fails, and the new one when the issuer is back', async () => {
    await source.token('inventory-api');
    issuer.answerToken = refuse(503, 'temporarily_unavailable');
    await vi.advanceTimersByTimeAsync(240_000);
    await vi.waitUntil(() => asked.length >= 3);
    expect(await source.token('inventory-api')).toBe('token-1');
    issuer.answerToken = grant;
    await vi.waitUntil(async () => (await source.token('inventory-api')) !== 'token-1', { timeout: 5000 });
  });

  it('does not repeat a request that will never be granted', async () => {
    issuer.answerToken = refuse(400, 'invalid_scope');
    await expect(source.token('inventory-api')).rejects.toMatchObject({
      name: 'TokenRequestError',
      transient: false,
    });
    expect(asked).toHaveLength(1);
  });

  it('R12: no error holds the secret', async () => {
    issuer.answerToken = refuse(400, 'invalid_client');
    const error = await source.token('inventory-api').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(SECRET);
  });

  it('a close ends what waits, and gives no token afterwards', async () => {
    issuer.answerToken = refuse(503, 'temporarily_unavailable');
    const waiting = source.token('inventory-api');
    await vi.waitUntil(() => asked.length > 0);
    source.close();
    await expect(waiting).rejects.toThrow(/closed|temporarily_unavailable/);
    await expect(source.token('inventory-api')).rejects.toThrow('closed');
  });

  it('a close ends the refreshing', async () => {
    await source.token('inventory-api');
    const timers = vi.getTimerCount();
    source.close();
    expect(vi.getTimerCount()).toBe(timers - 1);
  });
});

it('fault 11: agents whom the issuer failed at once ask it again once each, and not at once', async () => {
  vi.useRealTimers();
  const sources = Array.from({ length: 20 }, () =>
    createTokenSource({ issuer: issuer.url, clientId: 'inventory_bot', clientSecretFile }),
  );
  let away = sources.length;
  const cameAt: number[] = [];
  issuer.answerToken = (request, body) => {
    away -= 1;
    if (away >= 0) return { status: 503, body: { error: 'temporarily_unavailable' } };
    cameAt.push(performance.now());
    return grant(request, body);
  };
  await Promise.all(sources.flatMap((one) => Array.from({ length: 10 }, () => one.token('inventory-api'))));
  expect(cameAt).toHaveLength(sources.length);
  expect(Math.max(...cameAt) - Math.min(...cameAt)).toBeGreaterThan(100);
  for (const one of sources) one.close();
});
