import { loadPolicy } from '@stockade/access';
import { environmentOf, keepEnvironment } from '../environment.js';
import { type Layout, logFile } from '../layout.js';
import { portsFrom } from '../ports.js';
import { chooseQueueBackend } from '../provision/queue.js';
import { platformSecrets } from '../secrets/platform-secrets.js';
import { SecretStore } from '../secrets/secret-store.js';
import { acquireLock, releaseLock } from '../supervisor/lock.js';
import type { ProcessIdentity } from '../supervisor/process-identity.js';
import { rotate } from '../supervisor/log-file.js';
import { UnknownName } from '../supervisor/unknown-name.js';
import { topology, worldPace } from '../topology.js';
import { BackingServices } from './backing-services.js';
import { checkBeforeStart } from './check-before-start.js';
import { closure, type Step } from './graph.js';
import { clearLeftovers } from './leftovers.js';
import { preparations } from './preparation.js';
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

/** Before it lie four years of history to learn from, after it four to live. */
const FIRST_DAY = '2011-01-01';

async function prepareRun({ layout, env, only, progress }: SuperviseOptions, identity: ProcessIdentity) {
  const ports = portsFrom(env.STACK_PORT_BASE);
  const policy = loadPolicy(layout.policyFile);
  const secrets = new SecretStore(layout.secrets);
  secrets.ensure(platformSecrets(policy));

  const queue = await chooseQueueBackend(env);
  const services = new BackingServices({ layout, env, ports, secrets, realm: policy.realm, queue });
  const backing = () => services.backing();
  const processes = topology({ ...layout, policy, ports, queue, worldPace: worldPace(env) });
  const planned = [...services.planned(), ...processes];
  const prepared = preparations({
    layout,
    policy,
    secrets,
    services,
    queue,
    firstDay: env.STACK_FIRST_DAY ?? FIRST_DAY,
  });
  const wanted = wantedOf([...planned, ...prepared], only);

  const leftovers = await clearLeftovers(layout);
  await tellProgress(progress, 'doctor', () =>
    checkBeforeStart({ layout, env, ports, names: wanted.filter((name) => !leftovers.includes(name)) }),
  );
  for (const { name } of processes) rotate(logFile(layout, name));
  return new StackRun({
    layout,
    identity,
    units: [...services.units(), ...processes.map((spec) => processUnit(spec, { layout, secrets, backing }))],
    planned,
    prepared,
    wanted,
    progress,
    ready: () => keepEnvironment(secrets, environmentOf({ backing: backing(), ports, realm: policy.realm })),
  });
}

/** @throws UnknownName */
function wantedOf(steps: readonly Step[], only: readonly string[]): string[] {
  const names = steps.map(({ name }) => name);
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UnknownName(unknown, names);
  return only.length === 0 ? names : closure(steps, only).map(({ name }) => name);
}
