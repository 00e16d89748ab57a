import { LoopbackIssuer } from '@stockade/testing/issuer';
import type { Benchmark, BenchmarkOptions } from '../benchmark.js';
import { closing } from '../closing.js';
import { familyTime, processTime } from '../measure/processor-time.js';
import { alternate } from '../rounds.js';
import { Unavailable } from '../unavailable.js';
import { ConsumerProcess } from './consumer.js';
import { type Contest, type Contestant, startContest } from './contestants.js';
import { EffectCheck } from './effect-check.js';
import { type JobWay, pace, saturate } from './job-load.js';
import { type Measurement, reportJobs, type Trial } from './jobs-report.js';
import { QueueRig, redisServer } from './queue-rig.js';

const whole = { rounds: 4, seconds: 2, pacedSeconds: 3, warmUpSeconds: 0.5 };
const quickly = { rounds: 2, seconds: 1, pacedSeconds: 1, warmUpSeconds: 0.5 };
/** How many jobs are told of together: one by one, and as the close of a business day does. */
const parcels = [1, 100];

export const jobsBenchmark: Benchmark = {
  name: 'jobs',
  summary: 'a job from the outbox to its effect beside a bare BullMQ queue',
  async run(options) {
    const server = await redisServer();
    if (server === undefined) {
      throw new Unavailable('Redis is not installed: on Debian it is the package redis-server.');
    }
    const trials: Trial[] = [];
    for (const redis of [undefined, server]) {
      const compared = closing(await QueueRig.start(redis), (queues) => compareJobs(queues, options));
      trials.push(...(await compared));
    }
    return reportJobs(trials);
  },
};

async function compareJobs(queues: QueueRig, { quick, say }: BenchmarkOptions): Promise<Trial[]> {
  const issuer = await LoopbackIssuer.start();
  const trials: Trial[] = [];
  try {
    const contest = await startContest(queues, issuer);
    const turns = new JobTurns(queues, contest, quick ? quickly : whole);
    try {
      for (const together of parcels) {
        say(`queues on ${queues.backend}, jobs told of together: ${together}`);
        trials.push({
          backend: queues.backend,
          together,
          measurements: await turns.compare(together),
        });
      }
    } finally {
      await contest.close();
    }
  } finally {
    await issuer.stop();
  }
  return trials;
}

class JobTurns {
  readonly #effects: EffectCheck;

  constructor(
    private readonly queues: QueueRig,
    private readonly contest: Contest,
    private readonly pace: typeof whole,
  ) {
    this.#effects = new EffectCheck(queues.rig.database);
  }

  async compare(together: number): Promise<Trial['measurements']> {
    const contestants = this.contest.contestants.filter(({ effective }) => !effective || together === 1);
    const rounds = await alternate(this.pace.rounds, contestants, (one) => this.#turn(one, together));
    return new Map([...rounds].map(([{ name }, results]) => [name, results]));
  }

  async #turn(contestant: Contestant, together: number): Promise<Measurement> {
    const consumer = await ConsumerProcess.start(await contestant.assignment());
    try {
      return await this.#measure(contestant, { send: contestant.send, consumer }, together);
    } finally {
      await consumer.stop();
    }
  }

  async #measure({ effective }: Contestant, way: JobWay, together: number): Promise<Measurement> {
    const { seconds, pacedSeconds, warmUpSeconds } = this.pace;
    await saturate(way, together, warmUpSeconds);
    await this.queues.rig.database.settle();
    if (effective) await this.#effects.begin();
    const before = this.#processorTime(way);
    const { jobs, perSecond } = await saturate(way, together, seconds);
    const cpuUs = ((this.#processorTime(way) - before) * 1000) / jobs;
    const { jobs: paced, p50Ms, p99Ms } = await pace(way, pacedSeconds);
    if (way.consumer.repeats > 0) throw new Error(`${way.consumer.repeats} jobs were handled twice`);
    if (effective) await this.#effects.end(jobs + paced);
    return { jobs, perSecond, p50Ms, p99Ms, cpuUs };
  }

  /** Milliseconds of all processes that the jobs pass through, this one that produces them too. */
  #processorTime({ consumer }: JobWay): number {
    const own = [process.pid, consumer.pid, ...this.contest.pids].map(processTime);
    return own.reduce((sum, time) => sum + time, familyTime(this.queues.rig.database.postgres.pid));
  }
}
