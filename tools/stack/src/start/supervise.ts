import { type Layout, logFile } from '../layout.js';
import { acquireLock, releaseLock } from '../supervisor/lock.js';
import { rotate } from '../supervisor/log-file.js';
import type { ProcessIdentity } from '../supervisor/process-identity.js';
import { UnknownName } from '../supervisor/unknown-name.js';
import { checkBeforeStart } from './check-before-start.js';
import { closure, type Step } from './graph.js';
import { clearLeftovers } from './leftovers.js';
import { platformOf, publish } from './platform.js';
import { processUnit } from './process-unit.js';
import { type Progress, tellProgress } from './progress.js';
import { StackRun } from './stack-run.js';

export interface SuperviseOptions {
  readonly layout: Layout;
  readonly env: NodeJS.ProcessEnv;
  /** Names of what to start, with all that it needs; empty for everything. */
  readonly only: readonly string[];
  readonly progress: Progress;
}

/**
 * Makes this process the supervisor of the stack: clears what a killed one left behind, checks what a start
 * needs, takes commands. Nothing of the stack has started yet when it resolves.
 * @throws Error with a sentence for each thing that is missing
 */
export async function supervise(options: SuperviseOptions): Promise<StackRun> {
  const { lockFile } = options.layout;
  const identity = acquireLock(lockFile);
  try {
    const run = await prepareRun(options, identity);
    await run.takeCommands();
    return run;
  } catch (error) {
    releaseLock(lockFile);
    throw error;
  }
}

async function prepareRun({ layout, env, only, progress }: SuperviseOptions, identity: ProcessIdentity) {
  const platform = await platformOf(layout, env);
  const { ports, secrets, services, processes, prepared } = platform;
  const planned = [...services.planned(), ...processes];
  const wanted = wantedOf([...planned, ...prepared], only);

  const leftovers = await clearLeftovers(layout);
  await tellProgress(progress, 'doctor', () =>
    checkBeforeStart({ layout, env, ports, names: wanted.filter((name) => !leftovers.includes(name)) }),
  );
  for (const { name } of processes) rotate(logFile(layout, name));
  const backing = () => services.backing();
  return new StackRun({
    layout,
    identity,
    units: [...services.units(), ...processes.map((spec) => processUnit(spec, { layout, secrets, backing }))],
    planned,
    prepared,
    wanted,
    progress,
    ready: () => {
      // A part of the stack without a database or an issuer has no environment to tell of.
      if (wanted.includes('postgres') && wanted.includes('keycloak')) publish(platform);
    },
  });
}

/** @throws UnknownName */
function wantedOf(steps: readonly Step[], only: readonly string[]): string[] {
  const names = steps.map(({ name }) => name);
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UnknownName(unknown, names);
  return only.length === 0 ? names : closure(steps, only).map(({ name }) => name);
}
