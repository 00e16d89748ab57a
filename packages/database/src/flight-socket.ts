import { Socket } from 'node:net';

/**
 * Sends the statements that a pipelined `pg` client is given in one turn of the event loop with one system call.
 * `pg` corks its socket around each prepared statement; this one stays corked until the turn ends.
 */
export class FlightSocket extends Socket {
  #gathering = false;

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
