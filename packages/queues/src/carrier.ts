import { jobOptions } from './job-options.js';
import { CARRIED_PAGE, type CarriedJob, type Outbox, type OutboxJob } from './outbox.js';
import type { QueuesByName } from './queues-by-name.js';
import type { RedisLife } from './redis-life.js';

const CLEAR_EVERY_MS = 1_000;

/** Gives the jobs of an outbox to Redis, and takes them out of it when they are done. */
export class Carrier {
  #life: string | undefined;
  #clearAt = 0;
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
    const jobs = await this.outbox.next();
    if (jobs.length > 0) {
      await this.#add(jobs);
      await this.outbox.mark(life, jobs);
    }
    if (Date.now() >= this.#clearAt) await this.#clear(life);
    return jobs.length;
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
    const done = await this.#done(page);
    // Redis may have begun anew, knowing nothing, while it was asked.
    if ((await this.redis.askId()) !== life) return;
    await this.outbox.remove(done);
    const isWhole = page.length === CARRIED_PAGE;
    this.#clearedTo = isWhole ? (page.at(-1)?.id ?? '0') : '0';
    this.#clearAt = isWhole ? 0 : Date.now() + CLEAR_EVERY_MS;
  }

  /** BullMQ holds the key of a job until nothing with that key is left to do. */
  async #done(page: readonly CarriedJob[]): Promise<CarriedJob[]> {
    const done: CarriedJob[] = [];
    for (const [queue, jobs] of Map.groupBy(page, (job) => job.queue)) {
      // Jobs of one key are one: the last row stands for those before it.
      const last = new Map(jobs.map((job) => [job.key, job.id]));
      const pending = await this.redis.pending(queue, [...last.keys()]);
      done.push(...jobs.filter(({ key, id }) => !pending.has(key) || last.get(key) !== id));
    }
    return done;
  }
}
