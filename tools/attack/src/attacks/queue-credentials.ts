import type { Identity } from '@stockade/access';
import { Redis } from 'ioredis';
import type { Attempt, Outcome } from '../attempt.js';
import type { Platform } from '../platform.js';
import { tryEach } from './database-logins.js';
import { PostgresSession } from './postgres-session.js';

/** Somebody with the queue credential of an agent, at the queues of others. */
export function queueCredentials(platform: Platform): Attempt[] {
  const queues = [
    ...new Set([...platform.policy.identities.values()].flatMap(({ consumes }) => [...consumes])),
  ];
  const onRedis = platform.queue.url.startsWith('redis');
  return platform.agents.flatMap((agent) => {
    const foreign = queues.filter((queue) => !agent.consumes.has(queue));
    return onRedis ? redisAttempts(platform, agent, foreign) : postgresAttempts(platform, agent, foreign);
  });
}

function postgresAttempts(platform: Platform, { name }: Identity, foreign: readonly string[]): Attempt[] {
  const login = `${name}_queue`;
  const attempt = (
    what: string,
    expected: string,
    work: (session: PostgresSession) => Promise<Outcome>,
  ): Attempt => ({
    area: 'queue credential',
    attacker: login,
    attempt: what,
    expected,
    run: async () => {
      const password = platform.secret(`queue/${name}`);
      const session = await PostgresSession.open(platform.database.adminUrl, { user: login, password });
      return work(session).finally(() => session.close());
    },
  });
  const list = foreign.map((queue) => `'${queue}'`).join(', ');
  const forged = foreign.map(
    (queue) => `INSERT INTO bullmq.job (queue, id, name, data) VALUES ('${queue}', 'forged', 'forged', '{}')`,
  );
  return [
    attempt(`reads the jobs of ${foreign.length} other queues`, '0 jobs seen', async (session) => {
      const [row] = await session.rows<{ jobs: number }>(
        `SELECT count(*)::int AS jobs FROM bullmq.job WHERE queue IN (${list})`,
      );
      return { happened: `${row?.jobs} jobs seen`, held: row?.jobs === 0 };
    }),
    attempt(`puts a job into ${foreign.length} other queues`, `${foreign.length} denied`, (session) =>
      tryEach(session, forged),
    ),
    attempt('reads the data of the APIs', '4 denied', (session) =>
      tryEach(session, [
        'SELECT FROM inventory.levels',
        'SELECT FROM orders.orders',
        'SELECT FROM shipments.shipments',
        'SELECT FROM audit.events',
      ]),
    ),
  ];
}

function redisAttempts(platform: Platform, { name }: Identity, foreign: readonly string[]): Attempt[] {
  const attempt = (what: string, commands: readonly string[][]): Attempt => ({
    area: 'queue credential',
    attacker: name,
    attempt: what,
    expected: `${commands.length} NOPERM`,
    run: () => tryCommands(platform, name, commands),
  });
  return [
    attempt(
      `reads the jobs of ${foreign.length} other queues`,
      foreign.map((queue) => ['LRANGE', `{${queue}}:${queue}:wait`, '0', '-1']),
    ),
    attempt(
      `puts a job into ${foreign.length} other queues`,
      foreign.map((queue) => ['LPUSH', `{${queue}}:${queue}:wait`, 'forged']),
    ),
    attempt('administers the server', [['ACL', 'LIST'], ['CONFIG', 'GET', '*'], ['KEYS', '*'], ['FLUSHALL']]),
  ];
}

async function tryCommands(
  platform: Platform,
  user: string,
  commands: readonly string[][],
): Promise<Outcome> {
  const { hostname, port } = new URL(platform.queue.url);
  const password = platform.secret(`queue/${user}`);
  const redis = new Redis({
    host: hostname,
    port: Number(port),
    username: user,
    password,
    lazyConnect: true,
  });
  await redis.connect();
  let refused = 0;
  try {
    for (const [command = '', ...words] of commands) {
      await redis.call(command, ...words).catch((error: Error) => {
        if (error.message.startsWith('NOPERM')) refused += 1;
      });
    }
  } finally {
    redis.disconnect();
  }
  return { happened: `${refused} NOPERM`, held: refused === commands.length };
}
