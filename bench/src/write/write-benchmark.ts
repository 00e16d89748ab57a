import { readFileSync } from 'node:fs';
import { LoopbackIssuer } from '@stockade/testing/issuer';
import type { Benchmark, BenchmarkOptions } from '../benchmark.js';
import { closing } from '../closing.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { requestsOf } from '../measure/load-requests.js';
import { type Measurement, measure } from '../measure/measurement.js';
import { AuditCheck } from '../rig/audit-check.js';
import { Rig } from '../rig/rig.js';
import type { ServerProcess } from '../rig/server-process.js';
import { alternate } from '../rounds.js';
import { Pgbench, type PgbenchResult, requirePgbench } from './pgbench.js';
import { reportWrites, type Trial } from './write-report.js';

const login = 'inventory_manager';
/** Each client of pgbench has a session of its own, and a login may have 50. */
const clientCounts = [1, 4, 16, 32];
const whole = { rounds: 3, seconds: 3, warmUpSeconds: 1 };
const quickly = { rounds: 2, seconds: 2, warmUpSeconds: 0.5 };

export const writeBenchmark: Benchmark = {
  name: 'write',
  summary: 'the audited adjustment beside the same statements from pgbench',
  async run(options) {
    await requirePgbench();
    return closing(await Rig.start('write'), async (rig) => reportWrites(await compareWrites(rig, options)));
  },
};

async function compareWrites(rig: Rig, { quick, say }: BenchmarkOptions): Promise<Trial[]> {
  const issuer = await LoopbackIssuer.start();
  const generator = new LoadGenerator();
  const { database } = rig;
  const pace = quick ? quickly : whole;
  const password = readFileSync(rig.passwordFile(login), 'utf8').trim();
  const pgbench = new Pgbench({ database, folder: rig.folder, login, password });
  const trials: Trial[] = [];
  try {
    const server = await rig.startInventoryApi(issuer);
    const writes = new AuditedWrites(rig, generator, server, issuer);
    for (const clients of clientCounts) {
      say(`${clients} clients`);
      const ours: Measurement[] = [];
      const limit: PgbenchResult[] = [];
      await alternate(pace.rounds, ['ours', 'pgbench'], async (contestant) => {
        if (contestant === 'ours') ours.push(await writes.run(clients, pace));
        else limit.push(await pgbench.run(clients, pace.seconds));
      });
      trials.push({ clients, ours, limit });
    }
  } finally {
    generator.close();
    await issuer.stop();
  }
  return trials;
}

class AuditedWrites {
  constructor(
    private readonly rig: Rig,
    private readonly generator: LoadGenerator,
    private readonly server: ServerProcess,
    private readonly issuer: LoopbackIssuer,
  ) {}

  async run(connections: number, { seconds, warmUpSeconds }: typeof whole): Promise<Measurement> {
    const tokens = [await this.issuer.token()];
    const requests = requestsOf({ operation: 'write', tokens });
    const load = { url: this.server.url, requests, connections };
    await this.generator.run({ ...load, lasting: { seconds: warmUpSeconds } });
    const audit = new AuditCheck(this.rig.database);
    await audit.begin();
    const { pid } = this.rig.database.postgres;
    const lasting = { ...load, lasting: { seconds } };
    const measurement = await measure(this.generator, lasting, {
      serverPid: this.server.pid,
      postgresPid: pid,
    });
    await audit.end(measurement.answers, connections);
    return measurement;
  }
}
