/** A name, and what comes before it. */
export interface Step {
  readonly name: string;
  /** Names of those that come first; one that is not part of the run is not waited for. */
  readonly needs: readonly string[];
  /** Names of those that it works with, and waits for by itself: part of the same run, not before it. */
  readonly beside?: readonly string[];
}

/** One thing to do at a start or a stop. */
export interface Task extends Step {
  run(): Promise<void>;
}

/**
 * Runs every task as soon as all that it needs are done. After the first failure no further task begins;
 * those under way are waited for.
 * @throws what the first failing task threw; Error when tasks wait for each other in a circle
 */
export async function runTasks(tasks: readonly Task[]): Promise<void> {
  const waiting = new Map(tasks.map((task) => [task.name, task]));
  const underWay = new Map<string, Promise<string>>();
  const failures: unknown[] = [];
  const isOpen = (name: string) => waiting.has(name) || underWay.has(name);

  while (waiting.size + underWay.size > 0) {
    if (failures.length > 0) waiting.clear();
    for (const task of [...waiting.values()].filter(({ needs }) => !needs.some(isOpen))) {
      waiting.delete(task.name);
      const done = task.run().catch((error: unknown) => void failures.push(error));
      underWay.set(
        task.name,
        done.then(() => task.name),
      );
    }
    if (underWay.size === 0 && waiting.size > 0)
      throw new Error(`${[...waiting.keys()].join(', ')} form a circle.`);
    if (underWay.size > 0) underWay.delete(await Promise.race(underWay.values()));
  }
  if (failures.length > 0) throw failures[0];
}

/** The named tasks and all that they need or work with, at first or second hand. */
export function closure<T extends Step>(tasks: readonly T[], names: readonly string[]): T[] {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  const wanted = new Set<string>();
  const add = (name: string) => {
    if (wanted.has(name)) return;
    wanted.add(name);
    const { needs = [], beside = [] } = byName.get(name) ?? {};
    for (const other of [...needs, ...beside]) add(other);
  };
  for (const name of names) add(name);
  return tasks.filter(({ name }) => wanted.has(name));
}
