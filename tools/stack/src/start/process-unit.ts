import { join } from 'node:path';
import { type Layout, logFile } from '../layout.js';
import type { SecretStore } from '../secrets/secret-store.js';
import { childUnit } from '../supervisor/child-unit.js';
import { inheritedEnvironment } from '../supervisor/inherited-environment.js';
import type { Unit } from '../supervisor/unit.js';
import { type Backing, loopback, type ProcessSpec } from '../topology.js';

interface Context {
  readonly layout: Layout;
  readonly secrets: SecretStore;
  readonly backing: () => Backing;
}

const readyTimeoutMs = 60_000;
const graceMs = 10_000;

/** A process of the topology as a unit: at each start it is dealt its secrets, and no others. */
export function processUnit(spec: ProcessSpec, { layout, secrets, backing }: Context): Unit {
  const url = loopback(spec.port);
  return childUnit({
    name: spec.name,
    command: [...spec.nodeFlags, join(layout.root, spec.entry)],
    cwd: layout.root,
    env: () => ({
      ...inheritedEnvironment(),
      ...spec.env(backing()),
      STOCKADE_SECRETS_DIR: secrets.deal(spec.name, spec.secrets),
    }),
    logFile: logFile(layout, spec.name),
    url,
    readyUrl: `${url}/health/ready`,
    readyTimeoutMs,
    graceMs,
  });
}
