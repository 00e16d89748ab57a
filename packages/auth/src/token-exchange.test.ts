import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { LoopbackIssuer } from '@stockade/testing/issuer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTokenExchange, type ParentToken, type TokenExchange } from './token-exchange.js';

const SECRET = 'correct horse battery staple';
const reading = { audience: 'inventory-api', scope: 'inventory:read' };

let issuer: LoopbackIssuer;
let directory: string;
let clientSecretFile: string;
let exchange: TokenExchange;
/** Parsed bodies of the requests to the token endpoint. */
let asked: URLSearchParams[];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  issuer = await LoopbackIssuer.start();
  directory = await mkdtemp(join(tmpdir(), 'stockade-auth-'));
  clientSecretFile = join(directory, 'mcp-server');
  await writeFile(clientSecretFile, `${SECRET}\n`);
  asked = [];
  issuer.answerToken = grant;
  exchange = createTokenExchange({ issuer: issuer.url, clientId: 'mcp-server', clientSecretFile });
});
afterEach(async () => {
  exchange.close();
  vi.useRealTimers();
  await issuer.stop();
  await rm(directory, { recursive: true });
});

const parent = (tokenId = 'one', seconds = 300): ParentToken => ({
  token: `header.${tokenId}.signature`,
  tokenId,
  expiresAt: Date.now() / 1000 + seconds,
});

function grant(_: unknown, body: string) {
  asked.push(new URLSearchParams(body));
  return {
    status: 200,
    body: { access_token: `token-${asked.length}`, token_type: 'Bearer', expires_in: 60 },
  };
}

function refuse(status: number, error: string) {
  return (_: unknown, body: string) => {
    asked.push(new URLSearchParams(body));
    return { status, body: { error, error_description: 'because' } };
  };
}

/** What an exchange is refused with, once all its attempts have been made. */
async function refusal(of: ParentToken = parent()): Promise<unknown> {
  const outcome = exchange.exchange(of, reading).then(
    () => 'granted',
    (problem: unknown) => problem,
  );
  let settled = false;
  outcome.then(() => {
    settled = true;
  });
  const skipBackoff = async () => {
    await vi.advanceTimersByTimeAsync(1000);
    return settled;
  };
  await vi.waitUntil(skipBackoff, { timeout: 10_000 });
  return outcome;
}

describe('the token exchange', () => {
  it('asks for one audience and the scopes of one tool, for the subject of the parent', async () => {
    expect(await exchange.exchange(parent(), reading)).toBe('token-1');
    expect(asked.map((body) => Object.fromEntries(body))).toEqual([
      {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        client_id: 'mcp-server',
        client_secret: SECRET,
        subject_token: 'header.one.signature',
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        audience: 'inventory-api',
        scope: 'inventory:read',
      },
    ]);
  });

  it('is made once for the same parent, audience and scope, however many wait or come later', async () => {
    const one = parent();
    const tokens = await Promise.all(Array.from({ length: 50 }, () => exchange.exchange(one, reading)));
    expect(new Set(tokens)).toEqual(new Set(['token-1']));
    expect(await exchange.exchange(one, reading)).toBe('token-1');
    expect(asked).toHaveLength(1);
  });

  it('is never shared between parents, audiences or scopes', async () => {
    const one = parent();
    const tokens = await Promise.all([
      exchange.exchange(one, reading),
      exchange.exchange(one, { ...reading, scope: 'inventory:write' }),
      exchange.exchange(one, { ...reading, audience: 'orders-api' }),
      exchange.exchange(parent('two'), reading),
    ]);
    expect(new Set(tokens).size).toBe(4);
  });

  it('is made again before its token ends', async () => {
    const one = parent();
    await exchange.exchange(one, reading);
    vi.setSystemTime(Date.now() + 54_000);
    expect(await exchange.exchange(one, reading)).toBe('token-1');
    vi.setSystemTime(Date.now() + 2_000);
    expect(await exchange.exchange(one, reading)).toBe('token-2');
  });

  it('gives nothing past the end of the parent, though its token would live on', async () => {
    const short = parent('short', 20);
    await exchange.exchange(short, reading);
    vi.setSystemTime(Date.now() + 20_000);
    expect(await refusal(short)).toMatchObject({ code: 'token_expired', status: 401 });
    expect(asked).toHaveLength(1);
  });

  it.each([
    [400, 'invalid_scope', 'insufficient_scope', 403],
    [400, 'invalid_request', 'token_invalid', 401],
    [403, 'access_denied', 'wrong_audience', 401],
  ])('answers %i %s with %s, and does not try again', async (status, error, code, answered) => {
    issuer.answerToken = refuse(status, error);
    expect(await refusal()).toMatchObject({ name: 'Problem', code, status: answered });
    expect(asked).toHaveLength(1);
  });

  it('R13: tries again while its secret is being rotated, and reads it anew', async () => {
    issuer.answerToken = async (request, body) => {
      if (asked.length > 0) return grant(request, body);
      await writeFile(clientSecretFile, 'rotated');
      return refuse(401, 'unauthorized_client')(request, body);
    };
    const waiting = exchange.exchange(parent(), reading);
    const skipBackoff = async () => {
      await vi.advanceTimersByTimeAsync(1000);
      return asked.length === 2;
    };
    await vi.waitUntil(skipBackoff, { timeout: 10_000 });
    await expect(waiting).resolves.toBe('token-2');
    expect(asked[1]?.get('client_secret')).toBe('rotated');
  });

  it('says that the issuer is away after three attempts, keeps nothing of that, and works when it is back', async () => {
    issuer.answerToken = refuse(503, 'temporarily_unavailable');
    const one = parent();
    expect(await refusal(one)).toMatchObject({ code: 'issuer_unavailable', status: 503, retryAfter: 1 });
    expect(asked).toHaveLength(3);
    issuer.answerToken = grant;
    await expect(exchange.exchange(one, reading)).resolves.toBe('token-4');
  });

  it('R12: no error holds the secret or the token', async () => {
    issuer.answerToken = refuse(400, 'invalid_client');
    const shown = inspect(await refusal(), { depth: 20, showHidden: true });
    expect(shown).toContain('invalid_client');
    expect(shown).not.toContain(SECRET);
    expect(shown).not.toContain('header.one.signature');
  });

  it('gives nothing after a close', async () => {
    const one = parent();
    await exchange.exchange(one, reading);
    exchange.close();
    expect(await refusal(one)).toMatchObject({ code: 'issuer_unavailable' });
  });
});
