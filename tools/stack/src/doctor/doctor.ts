import type { Layout } from '../layout.js';
import type { PortName, Ports } from '../ports.js';
import type { Finding } from './finding.js';
import { disk, memory, nodeVersion, port, stateDirectory } from './machine.js';
import { java, keycloak, queue } from './services.js';

export interface Examined {
  readonly layout: Layout;
  readonly env: NodeJS.ProcessEnv;
  /** Ports that the stack is going to listen on. */
  readonly ports: Partial<Ports>;
}

/** Looks at everything that a start needs, before anything starts. */
export function examine({ layout, env, ports }: Examined): Promise<Finding[]> {
  return Promise.all([
    nodeVersion(),
    memory(),
    stateDirectory(layout),
    disk(layout),
    java(env),
    keycloak(env),
    queue(env, layout),
    ...Object.entries(ports).map(([name, number]) => port(name as PortName, number)),
  ]);
}
