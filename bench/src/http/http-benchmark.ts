import type { Benchmark, BenchmarkOptions } from '../benchmark.js';
import { closing } from '../closing.js';
import type { Load, Operation } from '../measure/load.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { requestsOf } from '../measure/load-requests.js';
import { type Measurement, measure } from '../measure/measurement.js';
import { warmUp } from '../measure/warm-up.js';
import { AuditCheck } from '../rig/audit-check.js';
import { Rig } from '../rig/rig.js';
import { alternate } from '../rounds.js';
import { type Contest, type Contestant, startContest } from './contestants.js';
import { reportHttp } from './http-report.js';
import type { Trial } from './trial.js';

const operations: readonly Operation[] = ['read', 'write'];
const connectionCounts = [1, 4, 16, 64];
const whole = { rounds: 4, seconds: 2, warmUpSeconds: 0.5, firstWarmUpSeconds: 5 };
const quickly = { rounds: 2, seconds: 1.5, warmUpSeconds: 0.5, firstWarmUpSeconds: 3 };

export const httpBenchmark: Benchmark = {
  name: 'http',
  summary: 'inventory-api beside bare Fastify + pg and a usual NestJS service, reads and writes',
  run: async (options) =>
    closing(await Rig.start('http'), async (rig) => {
      options.say('starting four servers');
      const contest = await startContest(rig);
      const generator = new LoadGenerator();
      try {
        return reportHttp(contest, await new Runner(rig, generator, options).trials(contest));
      } finally {
        generator.close();
        await contest.close();
      }
    }),
};

class Runner {
  readonly #audit: AuditCheck;
  readonly #pace: typeof whole;

  constructor(
    private readonly rig: Rig,
    private readonly generator: LoadGenerator,
    private readonly options: BenchmarkOptions,
  ) {
    this.#audit = new AuditCheck(rig.database);
    this.#pace = options.quick ? quickly : whole;
  }

  async trials({ contestants }: Contest): Promise<Trial[]> {
    const trials: Trial[] = [];
    const { only } = this.options;
    for (const operation of operations.filter((one) => one === (only?.operation ?? one))) {
      this.options.say(`warming up for ${operation}s`);
      for (const contestant of contestants) await this.#warmUp(contestant, operation);
      for (const connections of only?.connections ?? connectionCounts) {
        this.options.say(`${operation}, ${connections} connections`);
        const results = await alternate(this.#pace.rounds, contestants, (contestant) =>
          this.#turn(contestant, operation, connections),
        );
        const measurements = new Map([...results].map(([{ name }, rounds]) => [name, rounds]));
        trials.push({ operation, connections, measurements });
      }
    }
    return trials;
  }

  async #warmUp(contestant: Contestant, operation: Operation): Promise<void> {
    const requests = requestsOf({ operation, tokens: await this.#tokensOf(contestant) });
    await warmUp(this.generator, { url: contestant.server.url, requests }, this.#pace.firstWarmUpSeconds);
  }

  async #turn(contestant: Contestant, operation: Operation, connections: number): Promise<Measurement> {
    const { server, audited } = contestant;
    const { seconds, warmUpSeconds } = this.#pace;
    const requests = requestsOf({ operation, tokens: await this.#tokensOf(contestant) });
    const load = { url: server.url, requests, connections };
    await this.generator.run({ ...load, lasting: { seconds: warmUpSeconds } });
    await this.rig.database.settle();
    if (audited) await this.#audit.begin();
    const measurement = await this.#measure(contestant, { ...load, lasting: { seconds } });
    if (audited) await this.#audit.end(measurement.answers, connections);
    return measurement;
  }

  #tokensOf({ server: { url }, tokens }: Contestant): Promise<readonly string[]> {
    return tokens.current((fresh) =>
      this.generator.run({
        url,
        requests: requestsOf({ operation: 'read', tokens: fresh }),
        connections: 16,
        lasting: 'once',
      }),
    );
  }

  #measure({ server }: Contestant, load: Load): Promise<Measurement> {
    return measure(this.generator, load, {
      serverPid: server.pid,
      postgresPid: this.rig.database.postgres.pid,
    });
  }
}
