import type { AccessPolicy } from '@stockade/access';
import { migrate } from '@stockade/database';
import { installQueues } from '@stockade/queues';
import {
  type ProvidedPostgres,
  providePostgres,
  removePostgresData,
  type SecretStore,
} from '@stockade/stack';
import pg from 'pg';
import { freePort } from './free-port.js';
import { seedLevels } from './levels.js';

interface DatabaseOptions {
  readonly stateDir: string;
  readonly policy: AccessPolicy;
  readonly secrets: SecretStore;
}

/** A durable Postgres of the benchmark's own, migrated and seeded, with an administrator's connection to it. */
export class BenchDatabase {
  private constructor(
    readonly postgres: ProvidedPostgres & { readonly pid: number },
    private readonly admin: pg.Client,
    private readonly stateDir: string,
  ) {}

  static async start({ stateDir, policy, secrets }: DatabaseOptions): Promise<BenchDatabase> {
    const postgres = await providePostgres({
      stateDir,
      port: await freePort(),
      adminPasswordFile: secrets.path('admin/postgres'),
      log: () => undefined,
      // Not the server of DATABASE_URL: what is measured is to be the same everywhere.
      env: {},
    });
    const { adminUrl, pid } = postgres;
    if (pid === undefined) throw new Error('Postgres has no process here');
    try {
      await migrate({ adminUrl, policy, passwordFile: (login) => secrets.path(`postgres/${login}`) });
      await installQueues({
        admin: { backend: 'postgres', adminUrl },
        policy,
        passwordOf: (identity) => secrets.read(`queue/${identity}`),
      });
      const admin = new pg.Client({ connectionString: adminUrl });
      await admin.connect();
      for (const statement of seedLevels.split(';')) await admin.query(statement);
      return new BenchDatabase({ ...postgres, pid }, admin, stateDir);
    } catch (error) {
      await postgres.stop();
      await removePostgresData(stateDir);
      throw error;
    }
  }

  /** Where its databases are, for those who connect on a login of their own. */
  get address(): { readonly host: string; readonly port: number; readonly database: string } {
    const { host, port, database } = this.postgres;
    return { host, port, database };
  }

  /** Runs SQL as the administrator, past every grant: to prepare and to look. */
  async query<R extends pg.QueryResultRow>(sql: string): Promise<R[]> {
    return (await this.admin.query<R>(sql)).rows;
  }

  /** Audit records of the platform. */
  async auditRecords(): Promise<number> {
    const { rows } = await this.admin.query<{ count: string }>('SELECT count(*) FROM audit.events');
    return Number(rows[0]?.count);
  }

  /** Writes back what the last load dirtied, so that the next does not pay for it. */
  async settle(): Promise<void> {
    await this.admin.query('CHECKPOINT');
  }

  async close(): Promise<void> {
    await this.admin.end();
    await this.postgres.stop();
    await removePostgresData(this.stateDir);
  }
}
