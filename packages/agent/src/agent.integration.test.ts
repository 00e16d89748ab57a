import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { jobs } from '@stockade/contracts';
import { enqueue, handle } from '@stockade/queues';
import { type TestDatabase, testDatabase } from '@stockade/testing';
import { LoopbackIssuer } from '@stockade/testing/issuer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startAgent } from './agent.js';

let database: TestDatabase;
let issuer: LoopbackIssuer;
beforeAll(async () => {
  [database, issuer] = await Promise.all([testDatabase(), LoopbackIssuer.start()]);
});
afterAll(() => Promise.all([database.close(), issuer.stop()]));

const environment = (port: number) => ({
  STOCKADE_POLICY: fileURLToPath(new URL('../../../access.yaml', import.meta.url)),
  STOCKADE_ISSUER: issuer.url,
  STOCKADE_SECRETS_DIR: database.secretsDir,
  STOCKADE_INVENTORY_API_URL: 'http://127.0.0.1:9',
  STOCKADE_ORDERS_API_URL: 'http://127.0.0.1:9',
  STOCKADE_SHIPMENTS_API_URL: 'http://127.0.0.1:9',
  STOCKADE_QUEUE: 'postgres',
  STOCKADE_DATABASE_HOST: database.database.host,
  STOCKADE_DATABASE_PORT: String(database.database.port),
  STOCKADE_DATABASE_NAME: database.database.database,
  STOCKADE_PORT: String(port),
  LOG_LEVEL: 'silent',
});
const request = () => ({
  requestId: String(randomUUID()),
  sku: 'bandage',
  location: 'ACCRA',
  quantity: 5,
  requestedOn: '2011-03-04',
  neededOn: '2011-05-04',
  declinedBy: [],
});
const never = (error: Error) => {
  throw error;
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describe('an agent', () => {
  it('handles its jobs, tells how it is, and ends after the job at hand', async () => {
    const port = await freePort();
    const url = (path: string) => `http://127.0.0.1:${port}${path}`;
    const started: string[] = [];
    const ended: string[] = [];
    const gate = Promise.withResolvers<void>();
    const definition = {
      name: 'order_placer',
      handlers: () => [
        handle(jobs.requestCreated, async ({ requestId }) => {
          started.push(requestId);
          if (started.length === 2) await gate.promise;
          ended.push(requestId);
        }),
      ],
    };
    const agent = await startAgent(definition, environment(port), never);
    const manager = await database.connectAs('inventory_manager');
    const [first, second] = [request(), request()];
    await enqueue(manager, jobs.requestCreated, first);
    await vi.waitFor(() => expect(ended).toEqual([first.requestId]), 10_000);

    expect((await fetch(url('/health/ready'))).status).toBe(200);
    await vi.waitFor(async () =>
      expect(await (await fetch(url('/metrics'))).text()).toMatch(
        /stockade_jobs_total\{job="request\.created",result="completed",service="order_placer"\} 1/,
      ),
    );

    await enqueue(manager, jobs.requestCreated, second);
    await vi.waitFor(() => expect(started).toHaveLength(2), 10_000);
    const closed = agent.close();
    await vi.waitFor(async () => expect((await fetch(url('/health/ready'))).status).toBe(503));
    expect(ended).toHaveLength(1);
    gate.resolve();
    await closed;
    expect(ended).toEqual([first.requestId, second.requestId]);
    await manager.end();
  });

  it('is not ready, and takes up nothing, before the issuer answers', async () => {
    const port = await freePort();
    await issuer.stop();
    const starting = startAgent(
      { name: 'order_placer', handlers: () => [handle(jobs.requestCreated, async () => undefined)] },
      environment(port),
      never,
    );
    const ready = async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).status;
    await expect.poll(() => ready().catch(() => undefined)).toBe(503);
    await issuer.start();
    const agent = await starting;
    expect(await ready()).toBe(200);
    await agent.close();
  });

  it('does not start as an identity that access.yaml does not name', async () => {
    const definition = { name: 'stranger', handlers: () => [] };
    await expect(startAgent(definition, environment(0), never)).rejects.toThrow(
      /access\.yaml names no such identity/,
    );
  });

  it('does not start without a handler for each of its jobs', async () => {
    const definition = { name: 'order_placer', handlers: () => [] };
    await expect(startAgent(definition, { ...environment(0), STOCKADE_PORT: '' }, never)).rejects.toThrow(
      /request\.created has 0 handlers/,
    );
  });
});
