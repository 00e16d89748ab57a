import { constants, statfsSync } from 'node:fs';
import { access, mkdir, readFile } from 'node:fs/promises';
import { freemem } from 'node:os';
import type { Layout } from '../layout.js';
import type { PortName, Ports } from '../ports.js';
import { findJdk } from '../provision/jdk.js';
import { holderOf, isFree } from './port-holder.js';

export interface Finding {
  readonly check: string;
  /** `warning`: the stack may start all the same. */
  readonly result: 'ok' | 'warning' | 'missing';
  readonly text: string;
}

export interface Examined {
  readonly layout: Layout;
  readonly env: NodeJS.ProcessEnv;
  /** Ports that the stack is going to listen on. */
  readonly ports: Partial<Ports>;
}

const gibibyte = 1024 ** 3;
/** Measured: the whole stack at work holds 2.1 GiB; a first start puts 0.5 GiB on the disk, and it grows. */
const needed = { memoryBytes: 2.5 * gibibyte, diskBytes: 2 * gibibyte, nodeMajor: 20 };

/** Looks at everything that a start needs, before anything starts. */
export function examine(examined: Examined): Promise<Finding[]> {
  const checks = [
    nodeVersion(),
    jdk(examined.env),
    memory(),
    stateDirectory(examined.layout),
    disk(examined.layout),
  ];
  const ports = Object.entries(examined.ports).map(([name, number]) => port(name as PortName, number));
  return Promise.all([...checks, ...ports]);
}

export function faults(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ result }) => result === 'missing');
}

async function nodeVersion(): Promise<Finding> {
  const major = Number(process.versions.node.split('.', 1)[0]);
  const text = `Node ${process.versions.node}`;
  if (major >= needed.nodeMajor) return { check: 'node', result: 'ok', text };
  return { check: 'node', result: 'missing', text: `${text}; install version ${needed.nodeMajor} or later.` };
}

async function memory(): Promise<Finding> {
  const available = await availableMemory();
  const text = `${gibibytes(available)} of memory are available; the stack needs ${gibibytes(needed.memoryBytes)}`;
  if (available >= needed.memoryBytes) return { check: 'memory', result: 'ok', text };
  return { check: 'memory', result: 'warning', text: `${text}. Close other programs.` };
}

async function stateDirectory({ state }: Layout): Promise<Finding> {
  try {
    await mkdir(state, { recursive: true });
    await access(state, constants.W_OK | constants.X_OK);
    return { check: 'state', result: 'ok', text: `${state} can be written` };
  } catch {
    const text = `${state} cannot be written. Make it writable, or name another directory in STACK_DIR.`;
    return { check: 'state', result: 'missing', text };
  }
}

async function disk({ root, state }: Layout): Promise<Finding> {
  const free = [state, root].map(freeBytes).find((bytes) => bytes !== undefined);
  if (free === undefined) return { check: 'disk', result: 'warning', text: 'Free disk space cannot be read' };
  const text = `${gibibytes(free)} of disk are free; the stack needs ${gibibytes(needed.diskBytes)}`;
  if (free >= needed.diskBytes) return { check: 'disk', result: 'ok', text };
  return { check: 'disk', result: 'missing', text: `${text}. Free some, or name another disk in STACK_DIR.` };
}

/** Whether a port can be had; if not, who has it and how to go around. */
async function port(name: PortName, number: number): Promise<Finding> {
  const check = `port ${number}`;
  if (await isFree(number)) return { check, result: 'ok', text: `free for ${name}` };
  const holder = await holderOf(number);
  const who = holder ? `process ${holder.pid} (${holder.command})` : 'another process';
  const text = `Port ${number}, for ${name}, is held by ${who}. End it, or set STACK_PORT_BASE to move every port.`;
  return { check, result: 'missing', text };
}

async function jdk(env: NodeJS.ProcessEnv): Promise<Finding> {
  if (env.KEYCLOAK_URL) return { check: 'jdk', result: 'ok', text: 'not needed: KEYCLOAK_URL is set' };
  const found = await findJdk(env);
  if (found !== undefined)
    return { check: 'jdk', result: 'ok', text: `JDK ${found.version} in ${found.home}` };
  return { check: 'jdk', result: 'warning', text: 'No JDK of version 17 or later; one will be downloaded.' };
}

/** MemAvailable of proc(5) counts what the kernel would give back; os.freemem() does not everywhere. */
async function availableMemory(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1];
  return kibibytes === undefined ? freemem() : Number(kibibytes) * 1024;
}

function freeBytes(path: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

function gibibytes(bytes: number): string {
  return `${(bytes / gibibyte).toFixed(1)} GiB`;
}
