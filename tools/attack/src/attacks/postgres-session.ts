import pg from 'pg';

/** The code of Postgres for "permission denied". */
const DENIED = '42501';

/** A session on one login; whatever is tried in it is undone. */
export class PostgresSession {
  private constructor(private readonly client: pg.Client) {}

  static async open(adminUrl: string, login?: { user: string; password: string }): Promise<PostgresSession> {
    const url = new URL(adminUrl);
    if (login) {
      url.username = login.user;
      url.password = encodeURIComponent(login.password);
    }
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    return new PostgresSession(client);
  }

  /** `denied`, `done`, or the code that Postgres answered instead. */
  async attempt(...statements: readonly string[]): Promise<string> {
    await this.client.query('BEGIN');
    try {
      for (const statement of statements) await this.client.query(statement);
      return 'done';
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      return code === DENIED ? 'denied' : code;
    } finally {
      await this.client.query('ROLLBACK');
      await this.client.query('RESET ALL');
    }
  }

  async rows<R extends pg.QueryResultRow>(statement: string, values: unknown[] = []): Promise<R[]> {
    return (await this.client.query<R>(statement, values)).rows;
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
