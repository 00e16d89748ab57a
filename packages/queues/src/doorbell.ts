import type pg from 'pg';
import { pause } from './within.js';

/**
 * Advisory lock that the relay holds while it sleeps. Who enqueues holds it shared until the end of its
 * transaction: where it can, the relay is awake and will look again once that has ended; where it cannot, the
 * relay sleeps and is to be notified. Postgres commits transactions that notify one after the other, so that
 * one NOTIFY for each job would hold up every producer. A login that holds the lock for itself makes this
 * slower, and loses nothing.
 */
export const ASLEEP_LOCK = 7_305_114;
export const DOORBELL = 'queues_outbox';

const AWAKE_MS = 2;
const LONGEST_SLEEP_MS = 1_000;

/** Wakes the relay when a job was committed, and lets it sleep only where no commit can be missed. */
export class Doorbell {
  constructor(private readonly client: pg.Client) {}

  async listen(): Promise<void> {
    await this.client.query(`LISTEN ${DOORBELL}`);
  }

  /**
   * Waits for the next jobs: a moment where some were about to be committed, else until somebody rings or a
   * second has gone by.
   * @param look takes what is there, and tells how much that was
   */
  async wait(look: () => Promise<number>, stop: AbortSignal): Promise<void> {
    const awake = new AbortController();
    const rung = this.#rung(AbortSignal.any([stop, awake.signal]));
    try {
      if (await this.#ask('pg_try_advisory_lock')) {
        if ((await look()) === 0) await rung;
        await this.#ask('pg_advisory_unlock');
      } else await pause(AWAKE_MS, stop);
    } finally {
      awake.abort();
    }
  }

  async #ask(lock: 'pg_try_advisory_lock' | 'pg_advisory_unlock'): Promise<boolean> {
    const { rows } = await this.client.query<{ done: boolean }>(`SELECT ${lock}(${ASLEEP_LOCK}) AS done`);
    return rows[0]?.done === true;
  }

  /** Resolves at the next notification, when `stop` is aborted, or after a second. */
  async #rung(stop: AbortSignal): Promise<void> {
    const woken = new AbortController();
    const wake = () => woken.abort();
    this.client.once('notification', wake);
    await pause(LONGEST_SLEEP_MS, AbortSignal.any([stop, woken.signal]));
    this.client.removeListener('notification', wake);
  }
}
