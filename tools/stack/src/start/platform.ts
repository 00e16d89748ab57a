import { type AccessPolicy, loadPolicy } from '@stockade/access';
import { environmentOf, keepEnvironment } from '../environment.js';
import type { Layout } from '../layout.js';
import { type Ports, portsFrom } from '../ports.js';
import { chooseQueueBackend } from '../provision/queue.js';
import { readLastBackend } from '../queues/last-backend.js';
import { platformSecrets } from '../secrets/platform-secrets.js';
import { SecretStore } from '../secrets/secret-store.js';
import { orderWindow, type ProcessSpec, topology, worldPace } from '../topology.js';
import { BackingServices } from './backing-services.js';
import { type Preparation, preparations } from './preparation.js';

/** All that a start in this state directory and environment consists of. */
export interface Platform {
  readonly policy: AccessPolicy;
  readonly ports: Ports;
  readonly secrets: SecretStore;
  readonly services: BackingServices;
  readonly prepared: readonly Preparation[];
  readonly processes: readonly ProcessSpec[];
}

/** Before it lie four years of history to learn from, after it four to live. */
const FIRST_DAY = '2011-01-01';

/** Makes the secrets that are missing; starts nothing. @throws Error with a sentence on what is wrong in `env` */
export async function platformOf(layout: Layout, env: NodeJS.ProcessEnv): Promise<Platform> {
  const ports = portsFrom(env.STACK_PORT_BASE);
  const policy = loadPolicy(layout.policyFile);
  const secrets = new SecretStore(layout.secrets);
  secrets.ensure(platformSecrets(policy));
  const queue = await chooseQueueBackend(env, readLastBackend(layout)?.backend);
  const services = new BackingServices({ layout, env, ports, secrets, realm: policy.realm, queue });
  const firstDay = env.STACK_FIRST_DAY ?? FIRST_DAY;
  return {
    policy,
    ports,
    secrets,
    services,
    prepared: preparations({ layout, policy, secrets, services, queue, firstDay }),
    processes: topology({
      ...layout,
      policy,
      ports,
      queue,
      worldPace: worldPace(env),
      orderWindow: orderWindow(env),
    }),
  };
}

/** Tells the other commands where this stack answers, once its backing services do. */
export function publish({ secrets, services, ports, policy }: Platform): void {
  keepEnvironment(secrets, environmentOf({ backing: services.backing(), ports, realm: policy.realm }));
}
