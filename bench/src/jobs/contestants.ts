import type { Authorized } from '@stockade/access';
import { jobs } from '@stockade/contracts';
import { createDatabase } from '@stockade/database';
import { enqueueAll } from '@stockade/queues';
import type { LoopbackIssuer } from '@stockade/testing/issuer';
import { type Assignment, bareQueue } from './assignment.js';
import { openBareQueue } from './bare-bullmq.js';
import type { DeliveredLine } from './delivered-lines.js';
import type { QueueRig } from './queue-rig.js';

/** A way of jobs that is measured, from who tells of them to who handles them. */
export interface Contestant {
  readonly name: string;
  /** Whether each job has to have exactly one effect. */
  readonly effective: boolean;
  /** What a process that takes its jobs is told. */
  assignment(): Promise<Assignment>;
  /** Tells of them together. Resolves once the jobs are safe. */
  send(lines: readonly DeliveredLine[]): Promise<unknown>;
}

export interface Contest {
  readonly contestants: readonly Contestant[];
  /** Processes that jobs pass through besides producer, consumer and Postgres. */
  readonly pids: readonly number[];
  close(): Promise<void>;
}

export const names = { bare: 'bare BullMQ', noop: 'ours', effect: 'ours, with the effect' };
const role = 'CarrierGateway';
const gateway: Authorized = {
  agent: 'carrier_gateway',
  through: null,
  subject: 'carrier_gateway',
  role,
  roles: [role],
  scopes: new Set(),
  tokenId: 'bench',
  expiresAt: Number.MAX_SAFE_INTEGER,
};
const PRODUCER_CONNECTIONS = 16;

/** BullMQ alone; the platform's queue; and that with what a job is for. */
export async function startContest(queues: QueueRig, issuer: LoopbackIssuer): Promise<Contest> {
  const { rig, bare, redis } = queues;
  const queue = openBareQueue(bare);
  await queue.waitUntilReady();
  const relay = redis && (await queues.startPlatform('relay', issuer));
  const api = await queues.startPlatform('inventory-api', issuer);
  const database = await createDatabase({
    ...rig.database.address,
    policy: rig.policy,
    roles: [role],
    entities: [],
    poolSize: PRODUCER_CONNECTIONS,
    passwordFile: (login) => rig.passwordFile(login),
  });
  const connection = queues.connectionOf(jobs.asnDelivered.consumer);
  const produce = (lines: readonly DeliveredLine[]) =>
    database.unitOfWork(gateway, async (unit) => unit.withCommit(enqueueAll(unit, jobs.asnDelivered, lines)));
  return {
    pids: [api.pid, ...(relay ? [relay.pid] : []), ...(redis?.pid ? [redis.pid] : [])],
    contestants: [
      {
        name: names.bare,
        effective: false,
        assignment: async () => ({ consumer: 'bare', connection: bare }),
        send: ([first, ...others]) =>
          others.length === 0
            ? queue.add(bareQueue, first)
            : queue.addBulk([first, ...others].map((data) => ({ name: bareQueue, data }))),
      },
      {
        name: names.noop,
        effective: false,
        assignment: async () => ({ consumer: 'agent', connection }),
        send: produce,
      },
      {
        name: names.effect,
        effective: true,
        assignment: async () => ({
          consumer: 'agent',
          connection,
          api: { url: api.url, token: await issuer.token() },
        }),
        send: produce,
      },
    ],
    close: async () => {
      await queue.close();
      await database.close();
    },
  };
}
