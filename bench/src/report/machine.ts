import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { repository } from '../repository.js';

/** What figures depend on: without it they say nothing. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  /** With `-dirty` where the tree holds what is not committed. */
  readonly commit: string;
  /** RFC 3339, UTC. */
  readonly at: string;
}

export function machineOfNow(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model ?? 'unknown processor',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    commit: execFileSync('git', ['describe', '--always', '--dirty', '--exclude', '*'], {
      cwd: repository,
      encoding: 'utf8',
    }).trim(),
    at: new Date().toISOString(),
  };
}
