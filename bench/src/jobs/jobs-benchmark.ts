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

const whole = { rounds: 5, seconds: 4, pacedSeconds: 4, warmUpSeconds: 1 };
const quickly = { rounds: 2, seconds: 2, pacedSeconds: 2, warmUpSeconds: 0.5 };

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
      trials.push(await closing(await QueueRig.start(redis), (queues) => compareJobs(queues, options)));
    }
    return reportJobs(trials);
  },
};

async function compareJobs(queues: QueueRig, { quick, say }: BenchmarkOptions): Promise<Trial> {
  const issuer = await LoopbackIssuer.start();
  try {
    const contest = await startContest(queues, issuer);
    const turns = new JobTurns(queues, contest, quick ? quickly : whole);
    try {
      const rounds = await alternate(turns.pace.rounds, contest.contestants, (contestant) => {
        say(`${contestant.name}, queues on ${queues.backend}`);
        return turns.run(contestant);
      });
      const measurements = new Map([...rounds].map(([{ name }, results]) => [name, results]));
      return { backend: queues.backend, measurements };
    } finally {
      await contest.close();
    }
  } finally {
    await issuer.stop();
  }
}

class JobTurns {
  readonly #effects: EffectCheck;

  constructor(
    private readonly queues: QueueRig,
    private readonly contest: Contest,
    readonly pace: typeof whole,
  ) {
    this.#effects = new EffectCheck(queues.rig.database);
  }

  async run(contestant: Contestant): Promise<Measurement> {
    const consumer = await ConsumerProcess.start(await contestant.assignment());
    try {
      return await this.#measure(contestant, { send: contestant.send, consumer });
    } finally {
      await consumer.stop();
    }
  }

  async #measure({ effective }: Contestant, way: JobWay): Promise<Measurement> {
    const { seconds, pacedSeconds, warmUpSeconds } = this.pace;
    await saturate(way, warmUpSeconds);
    await this.queues.rig.database.settle();
    if (effective) await this.#effects.begin();
    const before = this.#processorTime(way);
    const { jobs, perSecond } = await saturate(way, seconds);
    const cpuUs = ((this.#processorTime(way) - before) * 1000) / jobs;
    const { jobs: paced, p50Ms, p99Ms } = await pace(way, pacedSeconds);
    if (effective) await this.#effects.end(jobs + paced);
    return { jobs, perSecond, p50Ms, p99Ms, cpuUs };
  }

  /** Milliseconds of all processes that the jobs pass through, this one that produces them too. */
  #processorTime({ consumer }: JobWay): number {
    const own = [process.pid, consumer.pid, ...this.contest.pids].map(processTime);
    return own.reduce((sum, time) => sum + time, familyTime(this.queues.rig.database.postgres.pid));
  }
}
