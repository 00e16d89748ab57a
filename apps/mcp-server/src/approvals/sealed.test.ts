import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Sealed } from './sealed.js';

const secret = randomBytes(32);
const content = z.strictObject({ text: z.string() });
const states = new Sealed(secret, 'state', content);
afterEach(() => vi.useRealTimers());

describe('Sealed', () => {
  it('gives back what was sealed, by any instance with the secret, and shows nothing of it', async () => {
    const run = fc.asyncProperty(fc.string(), async (text) => {
      const sealed = await states.seal({ text }, 60);
      expect(await new Sealed(secret, 'state', content).open(sealed)).toEqual({ text });
    });
    await fc.assert(run, { numRuns: 50 });
    expect(Buffer.from(await states.seal({ text: 'a secret' }, 60), 'base64url').toString()).not.toContain(
      'secret',
    );
  });

  it('opens nothing that was changed anywhere', async () => {
    const sealed = await states.seal({ text: 'approve' }, 60);
    const run = fc.asyncProperty(fc.nat(sealed.length - 1), async (at) => {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      const changed = `${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`;
      // The last letter of a part may hold bits that mean nothing.
      const opened = await states.open(changed);
      if (Buffer.from(changed, 'base64url').equals(Buffer.from(sealed, 'base64url'))) return;
      const parts = (text: string) =>
        text.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));
      if (parts(changed).join() !== parts(sealed).join()) expect(opened).toBeUndefined();
    });
    await fc.assert(run);
  });

  it.each([
    ['another purpose', () => new Sealed(secret, 'session', content)],
    ['another secret', () => new Sealed(randomBytes(32), 'state', content)],
    ['other content', () => new Sealed(secret, 'state', z.strictObject({ other: z.string() }))],
  ])('opens nothing of %s', async (_, other) => {
    expect(await other().open(await states.seal({ text: 'x' }, 60))).toBeUndefined();
  });

  it('opens nothing whose time is over, and no garbage', async () => {
    const sealed = await states.seal({ text: 'x' }, 60);
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
    expect(await states.open(sealed)).toBeUndefined();
    for (const garbage of ['', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.', sealed.slice(1)]) {
      expect(await states.open(garbage)).toBeUndefined();
    }
  });

  it('wants a key of 256 bits', () => {
    expect(() => new Sealed(randomBytes(31), 'state', content)).toThrow(/32 bytes/);
  });
});
