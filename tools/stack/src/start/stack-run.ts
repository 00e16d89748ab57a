import { appendFileSync, mkdirSync } from 'node:fs';
import { type Layout, logFile } from '../layout.js';
import { type Command, type ControlServer, serveControl } from '../supervisor/control.js';
import { releaseLock } from '../supervisor/lock.js';
import { bound } from '../supervisor/log-file.js';
import type { ProcessIdentity } from '../supervisor/process-identity.js';
import { type Phase, writeState } from '../supervisor/state-file.js';
import { Supervisor } from '../supervisor/supervisor.js';
import type { Unit } from '../supervisor/unit.js';
import { UnknownName } from '../supervisor/unknown-name.js';
import { closure, runTasks, type Step, type Task } from './graph.js';
import { preparationTasks, startTasks, stopTasks } from './plan.js';
import type { Preparation } from './preparation.js';
import { type Progress, tellProgress } from './progress.js';

interface StackRunOptions {
  readonly layout: Layout;
  readonly identity: ProcessIdentity;
  readonly units: readonly Unit[];
  readonly planned: readonly Step[];
  readonly prepared: readonly Preparation[];
  /** Names of the units and preparations of this start. */
  readonly wanted: readonly string[];
  readonly progress: Progress;
  /** Called once, when everything wanted is ready. */
  readonly ready: () => void;
}

const boundLogsEveryMs = 60_000;
/** Whoever started the stack heard its progress; later commands answer with their result. */
const unheard: Progress = () => {};

/** One run of the stack, from its first process to its last. */
export class StackRun {
  /** Resolves when the run has ended, however it did. */
  readonly ended: Promise<void>;
  /** Resolves when it begins to end. */
  readonly stopping: Promise<void>;
  private readonly supervisor: Supervisor;
  private readonly startedAt = new Date().toISOString();
  private phase: Phase = 'starting';
  private control: ControlServer | undefined;
  private starting: Promise<void> | undefined;
  private ending: Promise<void> | undefined;
  private failure: unknown;
  private readonly resolveStopping: () => void;
  private readonly resolveEnded: () => void;

  constructor(private readonly options: StackRunOptions) {
    ({ promise: this.stopping, resolve: this.resolveStopping } = Promise.withResolvers<void>());
    ({ promise: this.ended, resolve: this.resolveEnded } = Promise.withResolvers<void>());
    this.supervisor = new Supervisor({
      units: options.units,
      changed: () => this.keepState(),
      report: (unit, line) => this.report(`${unit}: ${line}`),
    });
  }

  /** From here on other commands find this run. */
  async takeCommands(): Promise<void> {
    this.keepState();
    this.control = await serveControl(this.options.layout.controlSocket, (command) => this.obey(command));
  }

  /** Resolves when everything wanted is ready. @throws what stopped it; the rest has been stopped by then */
  start(): Promise<void> {
    this.starting = this.startAll();
    return this.starting;
  }

  /** Stops everything, the last first. */
  end(): Promise<void> {
    this.ending ??= this.stopAll();
    return this.ending;
  }

  isStarting(): boolean {
    return this.phase === 'starting';
  }

  private async startAll(): Promise<void> {
    const { planned, prepared, progress, wanted, ready } = this.options;
    const tasks = [
      ...startTasks(planned, this.supervisor, progress),
      ...preparationTasks(prepared, progress),
    ];
    try {
      await runTasks(tasks.filter(({ name }) => wanted.includes(name)).map((task) => this.endingAll(task)));
    } catch {
      await this.ended;
      throw this.failure ?? new Error('The start was stopped.');
    }
    ready();
    this.enter('ready');
    const timer = setInterval(() => this.boundLogs(), boundLogsEveryMs);
    timer.unref();
  }

  private async stopAll(): Promise<void> {
    const { planned, prepared, layout, progress } = this.options;
    this.enter('stopping');
    this.resolveStopping();
    await tellProgress(progress, 'stop', async () => {
      await runTasks(stopTasks(planned, prepared, this.supervisor));
      return 'everything has stopped';
    }).catch((error: unknown) => this.report(`The stop was not clean: ${String(error)}`));
    this.enter('stopped');
    this.control?.close();
    releaseLock(layout.lockFile);
    this.resolveEnded();
  }

  private async obey(command: Command): Promise<void> {
    switch (command.command) {
      case 'up':
        await this.starting;
        return this.startMore(command.only);
      case 'start':
        return this.runNamed(startTasks(this.options.planned, this.supervisor, unheard), command.names);
      case 'stop':
        return this.runNamed(
          stopTasks(this.options.planned, this.options.prepared, this.supervisor),
          command.names,
        );
      case 'down':
        return this.end();
    }
  }

  /** A later `up`: what it names, with all that it needs; what runs already goes on. */
  private async startMore(only: readonly string[]): Promise<void> {
    const { planned, prepared } = this.options;
    const tasks = [...startTasks(planned, this.supervisor, unheard), ...preparationTasks(prepared, unheard)];
    await runTasks(closure(tasks, only));
  }

  private async runNamed(tasks: readonly Task[], names: readonly string[]): Promise<void> {
    const known = tasks.map(({ name }) => name);
    const unknown = names.find((name) => !known.includes(name));
    if (unknown !== undefined) throw new UnknownName(unknown, known);
    await runTasks(tasks.filter(({ name }) => names.includes(name)));
  }

  /** A failure ends the whole start at once, so that nobody waits for what is of no use any more. */
  private endingAll(task: Task): Task {
    const run = async () => {
      if (this.ending !== undefined) throw new Error('The start was stopped.');
      try {
        await task.run();
      } catch (error) {
        this.report(error instanceof Error ? error.message : String(error));
        // What fails because everything is being stopped is no reason of its own.
        if (this.ending === undefined) this.failure = error;
        void this.end();
        throw error;
      }
    };
    return { ...task, run };
  }

  private enter(phase: Phase): void {
    this.phase = phase;
    this.report(`The stack is ${phase}.`);
    this.keepState();
  }

  private keepState(): void {
    const { layout, identity } = this.options;
    writeState(layout.stateFile, {
      version: 1,
      supervisor: identity,
      phase: this.phase,
      startedAt: this.startedAt,
      units: this.supervisor.status(),
    });
  }

  private report(line: string): void {
    const { layout } = this.options;
    mkdirSync(layout.logs, { recursive: true });
    appendFileSync(logFile(layout, 'supervisor'), `${new Date().toISOString()} ${line}\n`);
  }

  private boundLogs(): void {
    for (const { name } of this.options.planned) bound(logFile(this.options.layout, name));
  }
}
