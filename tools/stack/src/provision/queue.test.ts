import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseQueueBackend, provideRedis } from './queue.js';

async function redis(env: NodeJS.ProcessEnv) {
  const stateDir = await mkdtemp(join(tmpdir(), 'queue-'));
  const adminPasswordFile = join(stateDir, 'password');
  await writeFile(adminPasswordFile, 'not-a-secret');
  return provideRedis({
    stateDir,
    port: 1,
    adminPasswordFile,
    log: () => {},
    env: { PATH: '/nowhere', ...env },
  });
}

async function installed(): Promise<string> {
  const bin = await mkdtemp(join(tmpdir(), 'bin-'));
  await writeFile(join(bin, 'valkey-server'), '#!/bin/sh\necho "Bad directive"; exit 1\n');
  await chmod(join(bin, 'valkey-server'), 0o755);
  return `${bin}:/usr/bin:/bin`;
}

describe('chooseQueueBackend', () => {
  const none = { PATH: '/nowhere' };
  const named = { ...none, REDIS_URL: 'redis://:x@127.0.0.1:1' };

  it('takes Redis where one is named or installed, else Postgres', async () => {
    expect(await chooseQueueBackend(none)).toBe('postgres');
    expect(await chooseQueueBackend(named)).toBe('redis');
    expect(await chooseQueueBackend({ PATH: await installed() })).toBe('redis');
  });

  it('stays in Postgres when a Redis was installed since the last start', async () => {
    expect(await chooseQueueBackend({ PATH: await installed() }, 'postgres')).toBe('postgres');
  });

  it('takes what it is told, whatever else there is', async () => {
    expect(await chooseQueueBackend({ ...named, STACK_QUEUE: 'postgres' }, 'redis')).toBe('postgres');
    expect(await chooseQueueBackend({ ...none, STACK_QUEUE: 'redis' }, 'postgres')).toBe('redis');
    await expect(chooseQueueBackend({ STACK_QUEUE: 'kafka' })).rejects.toThrow(
      'STACK_QUEUE is postgres or redis, not "kafka".',
    );
  });
});

describe('provideRedis', () => {
  it.each([
    [{}, 'Install one'],
    [{ REDIS_URL: 'redis://127.0.0.1:6379' }, 'REDIS_URL must look like'],
    [{ REDIS_URL: 'rediss://:x@127.0.0.1:6379' }, 'TLS (rediss:) is not supported'],
    [{ REDIS_URL: 'nonsense' }, 'REDIS_URL must look like'],
    [{ REDIS_URL: 'redis://:x@127.0.0.1:1' }, 'REDIS_URL does not work: connect ECONNREFUSED'],
  ])('refuses %j with a sentence on what to do', async (env, sentence) => {
    await expect(redis(env)).rejects.toThrow(sentence);
  });

  it('refuses a Redis that does not take its password, and shows the password to nobody', async () => {
    const server = createServer((socket) =>
      socket.once('data', () => socket.write('-WRONGPASS invalid\r\n')),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const error = await redis({ REDIS_URL: `redis://:hidden-word@127.0.0.1:${port}` }).catch(
      (cause) => cause,
    );
    server.close();
    expect(error.message).toBe('REDIS_URL does not work: WRONGPASS invalid');
  });

  it('names the log of an installed server that ends at once', async () => {
    await expect(redis({ PATH: await installed() })).rejects.toThrow(/is not ready[\s\S]*Bad directive/);
  });
});
