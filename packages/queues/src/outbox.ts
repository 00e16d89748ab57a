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

/** How many rows are taken at once. */
export const OUTBOX_BATCH = 200;
const CARRIED_PAGE = 5_000;

const forget = 'UPDATE queues.outbox SET carried_to = NULL WHERE carried_to <> $1';

const take = `
  UPDATE queues.outbox SET carried_to = $1
  WHERE id = ANY (ARRAY(SELECT id FROM queues.outbox WHERE carried_to IS NULL ORDER BY id LIMIT ${OUTBOX_BATCH}))
  RETURNING id, queue, key, name, data,
    greatest(0, delay_ms - (extract(epoch FROM clock_timestamp() - created_at) * 1000)::bigint) AS delay`;

const carried = `
  SELECT id, queue, key FROM queues.outbox WHERE carried_to = $1 AND id > $2 ORDER BY id LIMIT ${CARRIED_PAGE}`;

/** The relay's side of `queues.outbox`: a row stays, marked with the life of Redis that has its job, until that is done. */
export class Outbox {
  constructor(private readonly client: pg.ClientBase) {}

  /** Has every job given again that only an earlier life of Redis has had. */
  async forgetLivesBefore(life: string): Promise<void> {
    await this.client.query(forget, [life]);
  }

  /** Gives the next jobs to `carry`, in their order; marks them where it succeeds. Returns how many they are. */
  async carryTo(life: string, carry: (jobs: readonly OutboxJob[]) => Promise<void>): Promise<number> {
    await this.client.query('BEGIN');
    const { rows } = await this.client.query<OutboxJob>(take, [life]);
    await carry(rows.toSorted((a, b) => Number(a.id) - Number(b.id)));
    await this.client.query('COMMIT');
    return rows.length;
  }

  /** A page of what a life of Redis was given, after a row. */
  async carriedTo(life: string, after: string): Promise<CarriedJob[]> {
    return (await this.client.query<CarriedJob>(carried, [life, after])).rows;
  }

  async remove(done: readonly CarriedJob[]): Promise<void> {
    await this.client.query('DELETE FROM queues.outbox WHERE id = ANY ($1)', [done.map(({ id }) => id)]);
  }
}
