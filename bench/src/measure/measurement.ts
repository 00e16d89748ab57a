import type { Load } from './load.js';
import type { LoadGenerator } from './load-generator.js';
import { familyTime, processTime, residentMb } from './processor-time.js';

/** What one contestant did under one load. */
export interface Measurement {
  readonly answers: number;
  readonly throughput: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Microseconds of processor time for an answer. */
  readonly serverCpuUs: number;
  readonly postgresCpuUs: number;
  readonly rssMb: number;
}

export interface Measured {
  readonly serverPid: number;
  readonly postgresPid: number;
}

/** @throws Error where an answer was not a success: refusals are cheaper than what is compared */
export async function measure(
  generator: LoadGenerator,
  load: Load,
  { serverPid, postgresPid }: Measured,
): Promise<Measurement> {
  const before = { server: processTime(serverPid), postgres: familyTime(postgresPid) };
  const { answers, failures, seconds, p50Ms, p99Ms } = await generator.run(load);
  const server = processTime(serverPid) - before.server;
  const postgres = familyTime(postgresPid) - before.postgres;
  if (failures > 0) throw new Error(`${failures} of ${answers + failures} requests to ${load.url} failed`);
  return {
    answers,
    throughput: answers / seconds,
    p50Ms,
    p99Ms,
    serverCpuUs: (server * 1000) / answers,
    postgresCpuUs: (postgres * 1000) / answers,
    rssMb: residentMb(serverPid),
  };
}
