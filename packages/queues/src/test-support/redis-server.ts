import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';

export interface RedisServer {
  readonly port: number;
  /** As the administrator. */
  readonly url: string;
  stop(): Promise<void>;
}

const PASSWORD = 'only-for-this-test';

/** Name of the Redis or Valkey server that this machine has. */
export const redisBinary = ['redis-server', 'valkey-server'].find(
  (binary) => spawnSync(binary, ['--version']).status === 0,
);

/** Starts a Redis server of its own on a free port. */
export async function startRedis(folder: string): Promise<RedisServer> {
  if (!redisBinary) throw new Error('There is no redis-server on this machine.');
  const port = await freePort();
  const child = spawn(redisBinary, ['-'], { cwd: folder, stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin.end(
    `bind 127.0.0.1\nport ${port}\nrequirepass ${PASSWORD}\nappendonly yes\nmaxmemory-policy noeviction\n`,
  );
  const url = `redis://default:${PASSWORD}@127.0.0.1:${port}`;
  const probe = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 100 });
  probe.on('error', () => undefined);
  await probe.ping();
  probe.disconnect();
  return {
    port,
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
