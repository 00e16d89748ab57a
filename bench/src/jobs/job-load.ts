import { setTimeout as pause } from 'node:timers/promises';
import { spreadOf } from '../report/statistics.js';
import type { ConsumerProcess } from './consumer.js';
import type { Contestant } from './contestants.js';
import { deliveredLine } from './delivered-lines.js';

/** A contestant, and the process that takes its jobs for now. */
export interface JobWay {
  readonly send: Contestant['send'];
  readonly consumer: ConsumerProcess;
}

/** Jobs under way at a time: enough that every part of the way has work, and none has a long queue. */
export const underWay = (together: number) => (together === 1 ? 250 : 10 * together);
const PACED_PER_SECOND = 50;

/** Sends jobs for so long, some of them together, with a number under way at any time, and waits for the last. */
export async function saturate(
  way: JobWay,
  together: number,
  seconds: number,
): Promise<{ jobs: number; perSecond: number }> {
  const started = performance.now();
  const end = started + seconds * 1000;
  let jobs = 0;
  const lane = async () => {
    while (performance.now() < end) {
      const turn = jobs;
      jobs += together;
      await travel(way, turn, together);
    }
  };
  await Promise.all(Array.from({ length: underWay(together) / together }, lane));
  return { jobs, perSecond: (jobs * 1000) / (performance.now() - started) };
}

/** Sends jobs at a pace that leaves every part of the way idle between them. */
export async function pace(
  way: JobWay,
  seconds: number,
): Promise<{ jobs: number; p50Ms: number; p99Ms: number }> {
  const jobs = Math.ceil(seconds * PACED_PER_SECOND);
  const travels: Promise<number>[] = [];
  for (let turn = 0; turn < jobs; turn += 1) {
    travels.push(travel(way, turn, 1));
    await pause(1000 / PACED_PER_SECOND);
  }
  const times = (await Promise.all(travels)).toSorted((a, b) => a - b);
  const p99Ms = times[Math.ceil(times.length * 0.99) - 1] ?? Number.NaN;
  return { jobs, p50Ms: spreadOf(times).median, p99Ms };
}

/** Milliseconds from before jobs are told of until the last of them is handled. */
async function travel(way: JobWay, turn: number, together: number): Promise<number> {
  const lines = Array.from({ length: together }, (_, index) => deliveredLine(turn + index));
  const told = performance.timeOrigin + performance.now();
  const handled = lines.map(({ asnLineId }) => way.consumer.handled(asnLineId));
  const [times] = await Promise.all([Promise.all(handled), way.send(lines)]);
  return Math.max(...times) - told;
}
