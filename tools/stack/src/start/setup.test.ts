import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Layout, layoutOf } from '../layout.js';
import { setUp } from './setup.js';

describe('setUp', () => {
  let folder: string;
  let layout: Layout;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'setup-'));
    layout = layoutOf(join(folder, 'state'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    [{}, 'set DATABASE_URL, KEYCLOAK_URL, REDIS_URL to running ones (or STACK_QUEUE=postgres'],
    [{ STACK_QUEUE: 'postgres', KEYCLOAK_URL: 'http://localhost:1' }, 'set DATABASE_URL to running ones.'],
  ])('starts no service of its own, and changes nothing without them: %j', async (env, sentence) => {
    await expect(setUp({ layout, env, progress: () => {} })).rejects.toThrow(sentence);
    expect(existsSync(layout.state)).toBe(false);
  });

  it('names the service that does not answer, and lets the next one in', async () => {
    const env = {
      STACK_QUEUE: 'postgres',
      DATABASE_URL: 'postgresql://postgres:x@127.0.0.1:1/stockade',
      KEYCLOAK_URL: 'http://localhost:1',
    };
    await expect(setUp({ layout, env, progress: () => {} })).rejects.toThrow(
      /DATABASE_URL does not work|KEYCLOAK_ADMIN/,
    );
    expect(existsSync(layout.lockFile)).toBe(false);
  });
});
