import { constants, statfsSync } from 'node:fs';
import { access, mkdir, readFile } from 'node:fs/promises';
import { freemem } from 'node:os';
import type { Layout } from '../layout.js';
import type { PortName } from '../ports.js';
import type { Finding } from './finding.js';
import { holderOf, isFree } from './port-holder.js';

const gibibyte = 1024 ** 3;
/** Measured: the whole stack at work holds 2.1 GiB; a first start puts 0.5 GiB on the disk, and it grows. */
const needed = { memoryBytes: 2.5 * gibibyte, diskBytes: 2 * gibibyte, nodeMajor: 20 };

export async function nodeVersion(): Promise<Finding> {
  const major = Number(process.versions.node.split('.', 1)[0]);
  const text = `Node ${process.versions.node}`;
  if (major >= needed.nodeMajor) return { check: 'node', result: 'ok', text };
  return { check: 'node', result: 'missing', text: `${text}; install version ${needed.nodeMajor} or later.` };
}

export async function memory(): Promise<Finding> {
  const available = await availableMemory();
  const text = `${gibibytes(available)} of memory are available; the stack needs ${gibibytes(needed.memoryBytes)}`;
  if (available >= needed.memoryBytes) return { check: 'memory', result: 'ok', text };
  return { check: 'memory', result: 'warning', text: `${text}. Close other programs.` };
}

export async function stateDirectory({ state }: Layout): Promise<Finding> {
  try {
    await mkdir(state, { recursive: true });
    await access(state, constants.W_OK | constants.X_OK);
    return { check: 'state', result: 'ok', text: `${state} can be written` };
  } catch {
    const text = `${state} cannot be written. Make it writable, or name another directory in STACK_DIR.`;
    return { check: 'state', result: 'missing', text };
  }
}

export async function disk({ root, state }: Layout): Promise<Finding> {
  const free = [state, root].map(freeBytes).find((bytes) => bytes !== undefined);
  if (free === undefined) return { check: 'disk', result: 'warning', text: 'Free disk space cannot be read' };
  const text = `${gibibytes(free)} of disk are free; the stack needs ${gibibytes(needed.diskBytes)}`;
  if (free >= needed.diskBytes) return { check: 'disk', result: 'ok', text };
  return { check: 'disk', result: 'missing', text: `${text}. Free some, or name another disk in STACK_DIR.` };
}

/** Whether a port can be had; if not, who has it and how to go around. */
export async function port(name: PortName, number: number): Promise<Finding> {
  const check = `port ${number}`;
  if (await isFree(number)) return { check, result: 'ok', text: `free for ${name}` };
  const holder = await holderOf(number);
  const who = holder ? `process ${holder.pid} (${holder.command})` : 'another process';
  const text = `Port ${number}, for ${name}, is held by ${who}. End it, or set STACK_PORT_BASE to move every port.`;
  return { check, result: 'missing', text };
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
