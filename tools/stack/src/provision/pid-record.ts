import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { endProcess, runsWith } from './processes.js';

/** What a start leaves behind, so that the next one can adopt or end a process that outlived its runner. */
export interface PidRecord {
  readonly pid: number;
  /** Stands on the command line of the process; tells it from a stranger that got the same pid. */
  readonly mark: string;
  /** What it was started with; another text means that it must be started anew. */
  readonly startedWith: string;
}

export async function writePidRecord(file: string, record: PidRecord): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify(record), { mode: 0o600 });
}

/**
 * The pid of the recorded process where it still runs and was started with the same text. One that was
 * started otherwise is ended.
 */
export async function adopt(file: string, startedWith: string): Promise<number | undefined> {
  const record = await readPidRecord(file);
  if (record === undefined || !(await runsWith(record.pid, record.mark))) return undefined;
  if (record.startedWith === startedWith) return record.pid;
  await endProcess(record.pid, 15_000);
  await rm(file, { force: true });
  return undefined;
}

async function readPidRecord(file: string): Promise<PidRecord | undefined> {
  try {
    const { pid, mark, startedWith } = JSON.parse(await readFile(file, 'utf8')) as Partial<PidRecord>;
    if (typeof pid !== 'number' || typeof mark !== 'string' || typeof startedWith !== 'string')
      return undefined;
    return { pid, mark, startedWith };
  } catch {
    return undefined; // Never written, or cut short by a crash: nothing to adopt.
  }
}
