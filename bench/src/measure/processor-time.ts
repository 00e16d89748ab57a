import { readdirSync, readFileSync } from 'node:fs';

/** Linux reports processor time in hundredths of a second on every architecture (USER_HZ). */
const TICK_MS = 10;

interface ProcessTimes {
  readonly parent: number;
  /** Milliseconds of processor time of the process itself. */
  readonly own: number;
  /** Of those of its children that have ended. */
  readonly ended: number;
}

/** Parses /proc/PID/stat, proc(5). The name of the program may hold spaces and parentheses. */
export function parseStat(stat: string): ProcessTimes {
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
    (index) => fields[index],
  );
  return { parent, own: (user + system) * TICK_MS, ended: (endedUser + endedSystem) * TICK_MS };
}

/** Milliseconds of processor time that a process has used. */
export function processTime(pid: number): number {
  return readTimes(pid)?.own ?? 0;
}

/** The same of a process and all its children, those that have ended too: a Postgres and its backends. */
export function familyTime(pid: number): number {
  const own = readTimes(pid);
  if (own === undefined) return 0;
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const times = children.map((name) => readTimes(Number(name))).filter((one) => one?.parent === pid);
  return times.reduce((sum, child) => sum + (child?.own ?? 0), own.own + own.ended);
}

/** Resident set of a process, in MB of 10^6 bytes. */
export function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return (Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024) / 1e6;
}

/** Undefined for a process that has ended meanwhile. */
function readTimes(pid: number): ProcessTimes | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}
