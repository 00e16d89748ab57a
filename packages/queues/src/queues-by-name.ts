import type { JobQueue, QueueBackend } from './backend.js';

/** The queues that were asked for, each opened once. */
export class QueuesByName {
  private readonly queues = new Map<string, JobQueue>();

  constructor(
    private readonly backend: QueueBackend,
    private readonly onError: (error: Error) => void,
  ) {}

  get(name: string): JobQueue {
    const queue = this.queues.get(name) ?? this.backend.queue(name);
    if (!this.queues.has(name)) queue.on('error', this.onError);
    this.queues.set(name, queue);
    return queue;
  }

  async close(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }
}
