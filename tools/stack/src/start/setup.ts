import type { Layout } from '../layout.js';
import { acquireLock, releaseLock } from '../supervisor/lock.js';
import type { Unit } from '../supervisor/unit.js';
import { runTasks, type Task } from './graph.js';
import { preparationTasks } from './plan.js';
import { type Platform, platformOf, publish } from './platform.js';
import { type Progress, tellProgress } from './progress.js';

interface SetupOptions {
  readonly layout: Layout;
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
}

/**
 * For those who run the processes otherwise (containers): prepares given services, and deals each process its
 * secrets into `<state>/secrets/processes/<name>`. Starts nothing and builds nothing; again, it changes only
 * what differs.
 * @throws Error that names what the environment does not give
 */
export async function setUp({ layout, env, progress }: SetupOptions): Promise<void> {
  demandServices(env);
  acquireLock(layout.lockFile);
  try {
    const platform = await platformOf(layout, env);
    await runTasks(tasksOf(platform, progress));
    await tellProgress(progress, 'secrets', async () => deal(platform));
    publish(platform);
  } finally {
    releaseLock(layout.lockFile);
  }
}

function demandServices(env: NodeJS.ProcessEnv): void {
  const queue = env.STACK_QUEUE === 'postgres' ? [] : ['REDIS_URL'];
  const missing = ['DATABASE_URL', 'KEYCLOAK_URL', ...queue].filter((name) => !env[name]);
  if (missing.length === 0) return;
  throw new Error(
    `\`stack setup\` starts no services: set ${missing.join(', ')} to running ones` +
      `${missing.includes('REDIS_URL') ? ' (or STACK_QUEUE=postgres for a queue in Postgres)' : ''}.`,
  );
}

function tasksOf({ services, prepared }: Platform, progress: Progress): Task[] {
  const connecting = services.units().map((unit) => ({
    name: unit.name,
    needs: [],
    run: () => tellProgress(progress, unit.name, (log) => connect(unit, log)),
  }));
  const built = prepared.filter(({ name }) => name !== 'build');
  return [...connecting, ...preparationTasks(built, progress)];
}

async function connect(unit: Unit, log: (line: string) => void): Promise<string | undefined> {
  await unit.start({ log, spawned: () => {}, signal: new AbortController().signal });
  return unit.url;
}

function deal({ processes, secrets }: Platform): string {
  for (const process of processes) secrets.deal(process.name, process.secrets);
  return `dealt to ${processes.length} processes`;
}
