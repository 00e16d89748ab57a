import { Socket } from 'node:net';

/** Longer than any statement may take (`statement_timeout`): a Postgres that says nothing for so long hangs. */
const LONGEST_SILENCE_MS = 6_000;

/**
 * Sends the statements that a pipelined `pg` client is given in one turn of the event loop with one system call.
 * `pg` corks its socket around each prepared statement; this one stays corked until the turn ends.
 */
export class FlightSocket extends Socket {
  #gathering = false;

  constructor() {
    super();
    // In words by which the failure is known as one that passes.
    this.on('timeout', () =>
      this.destroy(new Error('Connection terminated: Postgres did not answer in time')),
    );
  }

  /** While a connection is lent its silence ends it, for not even a timeout is told by a Postgres that hangs. */
  lent(isLent: boolean): void {
    this.setTimeout(isLent ? LONGEST_SILENCE_MS : 0);
  }

  override cork(): void {
    super.cork();
    if (this.#gathering) return;
    this.#gathering = true;
    super.cork();
    process.nextTick(() => {
      this.#gathering = false;
      this.uncork();
    });
  }
}
