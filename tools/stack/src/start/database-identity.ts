import pg from 'pg';

/** Differs for every cluster and every database in it: what was done to another one is not done to this. */
export async function databaseIdentity(adminUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ identity: string }>(
      `SELECT system_identifier || '/' || oid AS identity
       FROM pg_control_system(), pg_database WHERE datname = current_database()`,
    );
    return rows[0]?.identity ?? '';
  } finally {
    await client.end();
  }
}
