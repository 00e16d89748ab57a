import { jobOptions } from './job-options.js';
import type { CarriedJob, Outbox, OutboxJob } from './outbox.js';
import type { QueuesByName } from './queues-by-name.js';
import type { RedisLife } from './redis-life.js';

const CLEAR_EVERY_MS = 1_000;

/** Gives the jobs of an outbox to Redis, and takes them out of it when they are done. */
export class Carrier {
  #life: string | undefined;
  #clearedAt = 0;
  #clearedTo = '0';

  constructor(
    private readonly outbox: Outbox,
    private readonly queues: QueuesByName,
    private readonly redis: RedisLife,
  ) {}

  /** Carries the next jobs. Returns how many they were. @throws while Postgres or Redis is away */
  async carry(): Promise<number> {
    const life = await this.redis.id();
    if (life !== this.#life) await this.outbox.forgetLivesBefore(life);
    this.#life = life;
    const count = await this.outbox.carryTo(life, (jobs) => this.#add(jobs));
    if (Date.now() - this.#clearedAt >= CLEAR_EVERY_MS) await this.#clear(life);
    return count;
  }

  async #add(jobs: readonly OutboxJob[]): Promise<void> {
    for (const [name, own] of Map.groupBy(jobs, ({ queue }) => queue)) {
      await this.queues.get(name).addBulk(
        own.map((row) => ({
          name: row.name,
          data: row.data,
          opts: jobOptions(`${row.key}~${row.id}`, row.key, Number(row.delay)),
        })),
      );
    }
  }

  /** Looks at a page of what was carried, one after the other and then from the first again. */
  async #clear(life: string): Promise<void> {
    const page = await this.outbox.carriedTo(life, this.#clearedTo);
    // Jobs of one key are one: the last row stands for those before it.
    const last = new Map(page.map((job) => [`${job.queue} ${job.key}`, job]));
    const kept = await Promise.all(
      [...last.values()].map(async (job) => ((await this.#isPending(job)) ? job.id : '')),
    );
    const pending = new Set(kept);
    // Redis may have begun anew, knowing nothing, while it was asked.
    if ((await this.redis.id()) !== life) return;
    await this.outbox.remove(page.filter(({ id }) => !pending.has(id)));
    this.#clearedTo = page.at(-1)?.id ?? '0';
    this.#clearedAt = Date.now();
  }

  /** BullMQ holds the key of a job until nothing with that key is left to do. */
  async #isPending({ queue, key }: CarriedJob): Promise<boolean> {
    return (await this.queues.get(queue).getDeduplicationJobId(key)) !== null;
  }
}
