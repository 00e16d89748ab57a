import { LoopbackIssuer } from '@stockade/testing/issuer';
import type { Benchmark, BenchmarkOptions } from '../benchmark.js';
import { closing } from '../closing.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { type Measurement, measure } from '../measure/measurement.js';
import { Rig } from '../rig/rig.js';
import type { ServerProcess } from '../rig/server-process.js';
import { alternate } from '../rounds.js';
import { reportScale, type Trial } from './scale-report.js';
import { claimsOf, measuredApis, requestsFor } from './scale-requests.js';
import { fill, type Volume } from './volume.js';

const connections = 16;
const whole = { rounds: 3, seconds: 2, warmUpSeconds: 0.5, most: 10_000_000 };
const quickly = { rounds: 2, seconds: 1, warmUpSeconds: 0.3, most: 1_000_000 };

/** The first is what the others are compared with. */
const volumesUpTo = (most: number): Volume[] => [
  ...[1_000, 100_000, most].map((rows) => ({ name: `10^${Math.log10(rows)} rows`, rows, skus: 10_000 })),
  { name: '10^5 rows, 10^5 SKUs', rows: 100_000, skus: 100_000 },
];

export const scaleBenchmark: Benchmark = {
  name: 'scale',
  summary: 'the cost of a request at a thousand rows and at ten million',
  async run(options) {
    return closing(new Scales(), async (scales) => {
      await scales.open(volumesUpTo((options.quick ? quickly : whole).most), options);
      return reportScale(await scales.compare(options));
    });
  },
};

/** A database of its own, on a Postgres of its own, for each volume. */
class Scales {
  readonly #rigs = new Map<Volume, Rig>();
  readonly #generator = new LoadGenerator();

  async open(volumes: readonly Volume[], { say }: BenchmarkOptions): Promise<void> {
    for (const volume of volumes) {
      say(`filling ${volume.name}`);
      const rig = await Rig.start(`scale-${this.#rigs.size}`);
      this.#rigs.set(volume, rig);
      await fill(rig.database, volume);
    }
  }

  async compare({ quick, say }: BenchmarkOptions): Promise<Trial[]> {
    const issuer = await LoopbackIssuer.start();
    const trials: Trial[] = [];
    try {
      for (const api of measuredApis) {
        const servers = new Map<Volume, ServerProcess>();
        for (const [volume, rig] of this.#rigs)
          servers.set(volume, await rig.startPlatform(api.name, issuer));
        for (const operation of api.operations) {
          say(operation.name);
          const results = await alternate(
            (quick ? quickly : whole).rounds,
            [...servers],
            async ([volume, server]) => {
              const requests = requestsFor(operation, volume, await issuer.token(claimsOf(api)));
              return this.#turn(volume, { url: server.url, requests }, server, quick ? quickly : whole);
            },
          );
          trials.push({
            operation: operation.name,
            measurements: new Map([...results].map(([[volume], rounds]) => [volume.name, rounds])),
          });
        }
        await Promise.all([...servers.values()].map((server) => server.stop()));
      }
    } finally {
      await issuer.stop();
    }
    return trials;
  }

  async close(): Promise<void> {
    this.#generator.close();
    await Promise.all([...this.#rigs.values()].map((rig) => rig.close()));
  }

  async #turn(
    volume: Volume,
    target: { readonly url: string; readonly requests: ReturnType<typeof requestsFor> },
    server: ServerProcess,
    { seconds, warmUpSeconds }: typeof whole,
  ): Promise<Measurement> {
    const { database } = this.#rigs.get(volume) as Rig;
    await this.#generator.run({ ...target, connections, lasting: { seconds: warmUpSeconds } });
    await database.settle();
    const load = { ...target, connections, lasting: { seconds } };
    return measure(this.#generator, load, { serverPid: server.pid, postgresPid: database.postgres.pid });
  }
}
