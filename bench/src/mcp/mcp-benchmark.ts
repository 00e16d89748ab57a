import type { Benchmark, BenchmarkOptions } from '../benchmark.js';
import { closing } from '../closing.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { type Measurement, measure } from '../measure/measurement.js';
import { warmUp } from '../measure/warm-up.js';
import { AuditCheck } from '../rig/audit-check.js';
import { Rig } from '../rig/rig.js';
import { alternate } from '../rounds.js';
import { type Contest, type Contestant, startContest } from './contestants.js';
import { reportMcp, type Trial } from './mcp-report.js';
import type { Method } from './mcp-requests.js';

const methods: readonly Method[] = ['tools/call', 'tools/list'];
const connectionCounts = [1, 16, 64];
const whole = { rounds: 5, seconds: 2, warmUpSeconds: 0.5, firstWarmUpSeconds: 8 };
const quickly = { rounds: 2, seconds: 1.5, warmUpSeconds: 0.5, firstWarmUpSeconds: 5 };

export const mcpBenchmark: Benchmark = {
  name: 'mcp',
  summary: 'tools/call and tools/list beside REST and a server of the bare MCP SDK',
  run: async (options) =>
    closing(await Rig.start('mcp'), async (rig) => {
      options.say('starting three servers');
      const contest = await startContest(rig);
      const generator = new LoadGenerator();
      try {
        return reportMcp(await new Runner(rig, generator, options).trials(contest));
      } finally {
        generator.close();
        await contest.close();
      }
    }),
};

class Runner {
  readonly #pace: typeof whole;

  constructor(
    private readonly rig: Rig,
    private readonly generator: LoadGenerator,
    private readonly options: BenchmarkOptions,
  ) {
    this.#pace = options.quick ? quickly : whole;
  }

  async trials(contest: Contest): Promise<Trial[]> {
    const trials: Trial[] = [];
    for (const method of methods) {
      const contestants = contest.of(method);
      for (const contestant of contestants) await requireResult(contestant);
      this.options.say(`warming up for ${method}`);
      for (const contestant of contestants) await this.#warmUp(contestant);
      for (const connections of this.options.only?.connections ?? connectionCounts) {
        this.options.say(`${method}, ${connections} connections`);
        const results = await alternate(this.#pace.rounds, contestants, (contestant) =>
          this.#turn(contestant, connections),
        );
        const measurements = new Map([...results].map(([{ name }, rounds]) => [name, rounds]));
        trials.push({ method, connections, measurements });
      }
    }
    return trials;
  }

  async #warmUp(contestant: Contestant): Promise<void> {
    const requests = contestant.requests(await tokenOf(contestant));
    await warmUp(this.generator, { url: contestant.server.url, requests }, this.#pace.firstWarmUpSeconds);
  }

  async #turn(contestant: Contestant, connections: number): Promise<Measurement> {
    const { server, records } = contestant;
    const { seconds, warmUpSeconds } = this.#pace;
    const load = { url: server.url, requests: contestant.requests(await tokenOf(contestant)), connections };
    await this.generator.run({ ...load, lasting: { seconds: warmUpSeconds } });
    await this.rig.database.settle();
    const audit = new AuditCheck(this.rig.database, records);
    await audit.begin();
    const measurement = await measure(
      this.generator,
      { ...load, lasting: { seconds } },
      { serverPid: server.pid, postgresPid: this.rig.database.postgres.pid },
    );
    await audit.end(measurement.answers, connections);
    return measurement;
  }
}

/** What fails as a tool is answered with 200, and cheaper than what is compared. */
async function requireResult(contestant: Contestant): Promise<void> {
  const [request] = contestant.requests(await tokenOf(contestant));
  if (!request) throw new Error(`${contestant.name} is asked nothing`);
  const { method, path, headers, body = null } = request;
  const answer = await fetch(new URL(path, contestant.server.url), { method, headers, body });
  const text = await answer.text();
  if (!answer.ok || /"isError":true|"error":/.test(text)) {
    throw new Error(`${contestant.name} answers ${answer.status}: ${text}`);
  }
}

/** The one token; the warm-up of each turn introduces a new one to its server, and has it exchanged. */
async function tokenOf({ tokens }: Contestant): Promise<string> {
  const [token] = await tokens.current(async () => undefined);
  if (token === undefined) throw new Error('the issuer gave no token');
  return token;
}
