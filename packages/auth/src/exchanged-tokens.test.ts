import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ExchangedTokens } from './exchanged-tokens.js';

let tokens: ExchangedTokens;
let obtained: number;

beforeEach(() => {
  vi.useFakeTimers();
  tokens = new ExchangedTokens(3);
  obtained = 0;
});
afterEach(() => {
  tokens.close();
  vi.useRealTimers();
});

const now = () => Date.now() / 1000;
const get = async (key: string, parentEnds = now() + 300) =>
  (
    await tokens.get(key, parentEnds, async () => {
      obtained += 1;
      return { accessToken: `${key}-${obtained}`, issuedAt: now(), expiresAt: now() + 60 };
    })
  ).accessToken;

it('holds no more than its limit: the least recently used gives way', async () => {
  for (const key of ['a', 'b', 'c']) await get(key);
  await get('a');
  await get('d');
  expect([await get('a'), await get('c'), await get('d')]).toEqual(['a-1', 'c-3', 'd-4']);
  expect(await get('b')).toBe('b-5');
});

it('drops a token with its parent, though nobody asks for it', async () => {
  await get('short', now() + 10);
  await get('long');
  expect(tokens.size).toBe(2);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(tokens.size).toBe(1);
  expect(await get('long')).toBe('long-2');
});

it('keeps no failure', async () => {
  const failing = tokens.get('a', now() + 300, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await get('a')).toBe('a-1');
});
