import { Socket } from 'node:net';

/**
 * Sends what is written in one turn of the event loop with one system call: the statements that a pipelined
 * `pg` client is given together leave, and usually are answered, together.
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
