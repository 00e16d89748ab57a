import type { Supervisor } from '../supervisor/supervisor.js';
import { closure, type Step, type Task } from './graph.js';
import type { Preparation } from './preparation.js';
import { type Progress, tellProgress } from './progress.js';

/** Starts units, each when what it needs has started. */
export function startTasks(units: readonly Step[], supervisor: Supervisor, progress: Progress): Task[] {
  return units.map(({ name, needs }) => ({
    name,
    needs,
    run: () =>
      tellProgress(progress, name, async (line) => {
        await supervisor.start(name, line);
        return supervisor.status().find((unit) => unit.name === name)?.url ?? undefined;
      }),
  }));
}

export function preparationTasks(preparations: readonly Preparation[], progress: Progress): Task[] {
  return preparations.map(({ name, needs, run }) => ({
    name,
    needs,
    run: () => tellProgress(progress, name, run),
  }));
}

/** The start backwards: a unit stops when all that need it, at first or second hand, have stopped. */
export function stopTasks(
  units: readonly Step[],
  preparations: readonly Preparation[],
  supervisor: Supervisor,
): Task[] {
  const steps = [...units, ...preparations];
  const foundations = units.map(({ name }) => ({
    name,
    below: closure(steps, [name]).map((step) => step.name),
  }));
  return units.map(({ name }) => ({
    name,
    needs: foundations
      .filter((other) => other.name !== name && other.below.includes(name))
      .map((one) => one.name),
    run: () => supervisor.stop(name),
  }));
}
