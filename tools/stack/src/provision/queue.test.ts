import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { provideQueue } from './queue.js';

async function queue(env: NodeJS.ProcessEnv) {
  const stateDir = await mkdtemp(join(tmpdir(), 'queue-'));
  const adminPasswordFile = join(stateDir, 'password');
  await writeFile(adminPasswordFile, 'not-a-secret');
  return provideQueue({
    stateDir,
    port: 1,
    adminPasswordFile,
    log: () => {},
    env: { PATH: '/nowhere', ...env },
  });
}

describe('provideQueue', () => {
  it('uses Postgres where no Redis is named or installed', async () => {
    expect(await queue({})).toEqual({ backend: 'postgres' });
  });

  it('uses Postgres when told to, whatever else there is', async () => {
    expect(await queue({ STACK_QUEUE: 'postgres', REDIS_URL: 'redis://:x@127.0.0.1:1' })).toEqual({
      backend: 'postgres',
    });
  });

  it.each([
    [{ STACK_QUEUE: 'redis' }, 'Install one'],
    [{ STACK_QUEUE: 'kafka' }, 'STACK_QUEUE is postgres or redis, not "kafka".'],
    [{ REDIS_URL: 'redis://127.0.0.1:6379' }, 'REDIS_URL must look like'],
    [{ REDIS_URL: 'rediss://:x@127.0.0.1:6379' }, 'TLS (rediss:) is not supported'],
    [{ REDIS_URL: 'nonsense' }, 'REDIS_URL must look like'],
    [{ REDIS_URL: 'redis://:x@127.0.0.1:1' }, 'REDIS_URL does not work: connect ECONNREFUSED'],
  ])('refuses %j with a sentence on what to do', async (env, sentence) => {
    await expect(queue(env)).rejects.toThrow(sentence);
  });

  it('refuses a Redis that does not take its password, and shows the password to nobody', async () => {
    const server = createServer((socket) =>
      socket.once('data', () => socket.write('-WRONGPASS invalid\r\n')),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const error = await queue({ REDIS_URL: `redis://:hidden-word@127.0.0.1:${port}` }).catch(
      (cause) => cause,
    );
    server.close();
    expect(error.message).toBe('REDIS_URL does not work: WRONGPASS invalid');
  });

  it('names the log of an installed server that ends at once', async () => {
    const bin = await mkdtemp(join(tmpdir(), 'bin-'));
    await writeFile(join(bin, 'valkey-server'), '#!/bin/sh\necho "Bad directive"; exit 1\n');
    await chmod(join(bin, 'valkey-server'), 0o755);
    await expect(queue({ PATH: `${bin}:/usr/bin:/bin` })).rejects.toThrow(/is not ready[\s\S]*Bad directive/);
  });
});
