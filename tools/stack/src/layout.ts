import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the stack keeps what it knows. Everything below `state` may be deleted while the stack is down. */
export interface Layout {
  /** The repository. */
  readonly root: string;
  readonly state: string;
  readonly secrets: string;
  readonly logs: string;
  readonly stamps: string;
  /** What runs, for the next start and for other commands. */
  readonly stateFile: string;
  readonly lockFile: string;
  /** Unix socket on which the supervisor takes commands. */
  readonly controlSocket: string;
  /** What keeps the queues, for the next start. */
  readonly queueBackendFile: string;
  readonly policyFile: string;
  /** Real deliveries that the seed and the world read. */
  readonly history: string;
  /** Unix socket on which the world takes scenarios. */
  readonly worldControl: string;
}

const repository = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '');
/** Longest path that a Unix socket may have on every system (sun_path of macOS). */
const longestSocketPath = 103;

/** @param stateDir STACK_DIR; `.stack` in the repository where it is not given */
export function layoutOf(stateDir: string | undefined): Layout {
  const state = resolve(repository, stateDir === undefined || stateDir === '' ? '.stack' : stateDir);
  return {
    root: repository,
    state,
    secrets: join(state, 'secrets'),
    logs: join(state, 'logs'),
    stamps: join(state, 'stamps'),
    stateFile: join(state, 'state.json'),
    lockFile: join(state, 'supervisor.lock'),
    controlSocket: socketOf(state, 'control'),
    queueBackendFile: join(state, 'queue-backend.json'),
    policyFile: join(repository, 'access.yaml'),
    history: join(repository, 'data', 'scms-delivery-history.csv'),
    worldControl: socketOf(state, 'world'),
  };
}

export function logFile(layout: Layout, name: string): string {
  return join(layout.logs, `${name}.log`);
}

function socketOf(state: string, name: string): string {
  const path = join(state, `${name}.sock`);
  if (Buffer.byteLength(path) <= longestSocketPath) return path;
  const digest = createHash('sha256').update(state).digest('hex').slice(0, 16);
  return join(tmpdir(), `stockade-${name}-${digest}.sock`);
}
