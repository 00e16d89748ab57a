import { setTimeout as wait } from 'node:timers/promises';
import { jobs } from '@stockade/contracts';
import { inspectQueues, type QueueAdmin, type QueueInspector } from '@stockade/queues';

const POLL_MS = 10;
const NOT_QUIET_WITHIN_MS = 120_000;

/** Jobs of this queue wait for a deadline of the wall clock, not for an agent. */
const WAITS_FOR_DEADLINES = jobs.approvalExpires.queue;

/** Knows when the agents have done all that a business day asks of them. */
export class Quiet {
  readonly #inspector: QueueInspector;

  /** @param uncarried counts jobs that are committed, and that no queue was given yet */
  constructor(
    admin: QueueAdmin,
    private readonly uncarried: () => Promise<number>,
  ) {
    const queues = Object.values(jobs).map(({ queue }) => queue);
    this.#inspector = inspectQueues(admin, queues, (error) => {
      throw error;
    });
  }

  /** @throws Error naming the queues that still have work after two minutes */
  async reached(): Promise<void> {
    const deadline = Date.now() + NOT_QUIET_WITHIN_MS;
    for (;;) {
      // Twice: what moves between the outbox and a queue while both are looked at is seen in neither.
      const busy = [...(await this.#busy()), ...(await this.#busy())];
      if (busy.length === 0) return;
      if (Date.now() > deadline) throw new Error(`Still at work after two minutes: ${busy.join(', ')}.`);
      await wait(POLL_MS);
    }
  }

  async #busy(): Promise<string[]> {
    if ((await this.uncarried()) > 0) return ['the outbox'];
    const depths = await this.#inspector.depths();
    return depths
      .filter(({ queue, waiting, active, delayed, completed }) => {
        const due = queue === WAITS_FOR_DEADLINES ? 0 : delayed;
        return waiting + active + due + completed > 0;
      })
      .map(({ queue }) => queue);
  }

  /** Jobs that were given up, by queue. */
  async deadLetters(): Promise<ReadonlyMap<string, number>> {
    const depths = await this.#inspector.depths();
    return new Map(depths.filter(({ failed }) => failed > 0).map(({ queue, failed }) => [queue, failed]));
  }

  close(): Promise<void> {
    return this.#inspector.close();
  }
}
