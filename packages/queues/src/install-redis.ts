import { createHash } from 'node:crypto';
import type { AccessPolicy } from '@stockade/access';
import { Redis } from 'ioredis';
import { redisPrefix } from './backend.js';
import { type PasswordOf, RELAY } from './queue-roles.js';

/** A Redis user for each identity that takes jobs and for the relay, held to the keys of its queues. */
export async function installRedisUsers(
  redisUrl: string,
  policy: AccessPolicy,
  passwordOf: PasswordOf,
): Promise<void> {
  const produced = [...policy.roles.values()].flatMap(({ produces }) => [...produces]);
  const users = [...policy.identities.values()]
    .map(({ name, consumes, collects }) => ({ name, queues: [...consumes, ...collects] }))
    .concat({ name: RELAY, queues: produced })
    .filter(({ queues }) => queues.length > 0);
  const redis = new Redis(redisUrl, { lazyConnect: true });
  try {
    await redis.connect();
    for (const { name, queues } of users) {
      await redis.call('ACL', 'SETUSER', name, ...aclOf(queues, await passwordOf(name)));
    }
    await saveUsers(redis);
  } finally {
    redis.disconnect();
  }
}

/** Users survive a restart of Redis only where it was given a file for them. */
async function saveUsers(redis: Redis): Promise<void> {
  await redis.call('ACL', 'SAVE').catch((error: Error) => {
    if (!error.message.includes('not configured to use an ACL file')) throw error;
  });
}

/** Rules of ACL SETUSER; the password is given as its SHA-256, so that Redis' log and MONITOR do not show it. */
function aclOf(queues: readonly string[], password: string): string[] {
  const keys = [...new Set(queues)].sort().map((queue) => `~${redisPrefix(queue)}:*`);
  const hash = createHash('sha256').update(password).digest('hex');
  return ['reset', 'on', `#${hash}`, ...keys, 'resetchannels', '+@all', '-@admin', '-@dangerous', '+info'];
}
