import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs, recoveredAfterMs } from './backoff.js';
import { identify, type ProcessIdentity } from './process-identity.js';
import { type Running, type Unit, UnitFailure } from './unit.js';

export type UnitState = 'stopped' | 'starting' | 'ready' | 'restarting' | 'stopping';

export interface UnitStatus {
  readonly name: string;
  readonly state: UnitState;
  readonly url: string | null;
  readonly pid: number | null;
  /** Tells the process from a later one with the same pid. */
  readonly startedAt: string | null;
  /** Time of the last change of state, RFC 3339. */
  readonly since: string;
  /** How often it was restarted because it had died. */
  readonly restarts: number;
  /** Why it ended last, when nobody had asked it to. */
  readonly lastExit: string | null;
}

/** One unit and what became of it: who dies without being asked to is started again, later each time. */
export class SupervisedUnit {
  private state: UnitState = 'stopped';
  private since = new Date();
  private identity: ProcessIdentity | undefined;
  private running: Running | undefined;
  private restarts = 0;
  private failures = 0;
  private lastExit: string | null = null;
  private wanted = new AbortController();
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly unit: Unit,
    private readonly changed: () => void,
    private readonly report: (line: string) => void,
  ) {
    this.wanted.abort();
  }

  start(log: (line: string) => void): Promise<void> {
    // Somebody asks: no waiting for the next try.
    if (this.state === 'restarting') this.wanted.abort();
    return this.inTurn(async () => {
      this.wanted = new AbortController();
      // A try that was under way came to its end all the same.
      if (this.running !== undefined) return;
      this.failures = 0;
      await this.launch('starting', log);
    });
  }

  stop(): Promise<void> {
    this.wanted.abort();
    return this.inTurn(async () => {
      if (this.running !== undefined) {
        this.enter('stopping');
        await this.running.stop();
      }
      this.forget();
      this.enter('stopped');
    });
  }

  status(): UnitStatus {
    return {
      name: this.unit.name,
      state: this.state,
      url: this.unit.url ?? null,
      pid: this.identity?.pid ?? null,
      startedAt: this.identity?.startedAt ?? null,
      since: this.since.toISOString(),
      restarts: this.restarts,
      lastExit: this.lastExit,
    };
  }

  private async launch(state: 'starting' | 'restarting', log: (line: string) => void): Promise<void> {
    const { signal } = this.wanted;
    this.enter(state);
    let running: Running;
    try {
      const spawned = (pid: number) => {
        this.identity = identify(pid);
        this.changed();
      };
      running = await this.unit.start({ spawned, log, signal });
    } catch (error) {
      this.forget();
      this.enter('stopped');
      throw error;
    }
    const readyAt = Date.now();
    this.running = running;
    this.enter('ready');
    void running.exited.then((reason) => this.died(running, reason, readyAt));
  }

  private died(running: Running, reason: string, readyAt: number): void {
    if (this.running !== running || this.state === 'stopping') return;
    if (Date.now() - readyAt > recoveredAfterMs) this.failures = 0;
    this.forget();
    void this.inTurn(() => this.restart(reason));
  }

  /** Tries until it runs again or is no longer wanted. */
  private async restart(reason: string): Promise<void> {
    const { signal } = this.wanted;
    this.lastExit = reason;
    while (!signal.aborted && this.running === undefined) {
      this.failures += 1;
      const delay = backoffMs(this.failures);
      this.enter('restarting');
      this.report(`${this.lastExit}; it is started again in ${delay / 1000} s`);
      await sleep(delay, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        this.restarts += 1;
        await this.launch('restarting', () => {});
        this.report('it is ready again');
        return;
      } catch (error) {
        this.lastExit = error instanceof UnitFailure ? error.reason : String(error);
      }
    }
  }

  private forget(): void {
    this.running = undefined;
    this.identity = undefined;
  }

  private enter(state: UnitState): void {
    this.state = state;
    this.since = new Date();
    this.changed();
  }

  /** One thing at a time happens to a unit. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work);
    this.queue = turn.catch(() => undefined);
    return turn;
  }
}
