import type pg from 'pg';

/** A committed job that Redis does not have yet. */
export interface OutboxJob {
  readonly id: string;
  readonly queue: string;
  readonly key: string;
  readonly name: string;
  readonly data: unknown;
  /** What is left of the delay, in milliseconds from now. */
  readonly delay: string;
}

/** A job that some life of Redis was given. */
export type CarriedJob = Pick<OutboxJob, 'id' | 'queue' | 'key'>;

const BATCH = 500;
/** How many carried rows are looked at at once. */
export const CARRIED_PAGE = 1_000;

const forget = 'UPDATE queues.outbox SET carried_to = NULL WHERE carried_to <> $1';

const next = `
  SELECT id, queue, key, name, data,
    greatest(0, delay_ms - (extract(epoch FROM clock_timestamp() - created_at) * 1000)::bigint) AS delay
  FROM queues.outbox WHERE carried_to IS NULL ORDER BY id LIMIT ${BATCH}`;

const mark = 'UPDATE queues.outbox SET carried_to = $1 WHERE id = ANY ($2)';

const carried = `
  SELECT id, queue, key FROM queues.outbox WHERE carried_to = $1 AND id > $2 ORDER BY id LIMIT ${CARRIED_PAGE}`;

/** The relay's side of `queues.outbox`: a row stays, marked with the life of Redis that has its job, until that is done. */
export class Outbox {
  constructor(private readonly client: pg.ClientBase) {}

  /** Has every job given again that only an earlier life of Redis has had. */
  async forgetLivesBefore(life: string): Promise<void> {
    await this.client.query(forget, [life]);
  }

  /** Jobs that no life of Redis has been given, in their order. */
  async next(): Promise<OutboxJob[]> {
    return (await this.client.query<OutboxJob>(next)).rows;
  }

  /** Tells that a life of Redis has been given the jobs. */
  async mark(life: string, jobs: readonly OutboxJob[]): Promise<void> {
    await this.client.query(mark, [life, jobs.map(({ id }) => id)]);
  }

  /** A page of what a life of Redis was given, after a row. */
  async carriedTo(life: string, after: string): Promise<CarriedJob[]> {
    return (await this.client.query<CarriedJob>(carried, [life, after])).rows;
  }

  async remove(done: readonly CarriedJob[]): Promise<void> {
    await this.client.query('DELETE FROM queues.outbox WHERE id = ANY ($1)', [done.map(({ id }) => id)]);
  }
}
