import { type AccessPolicy, grantsOf } from '@stockade/access';
import pg from 'pg';
import { ensureLogins, loginsOf, OWNER } from './logins.js';
import { retireLogins } from './retired-logins.js';

const { escapeIdentifier } = pg;

export interface MigrateOptions {
  /** Connection string of a superuser; only migrations hold it. */
  readonly adminUrl: string;
  readonly policy: AccessPolicy;
  /** Path of the file that holds a login's password. */
  readonly passwordFile: (login: string) => string;
}

/** Any number, the same in every runner: two of them take turns. */
const MIGRATION_LOCK = 7_305_112;
/** Holds the list of the migrations that were run. */
const BOOKKEEPING_SCHEMA = 'stockade';

/**
 * Brings a database to the state that the migrations and the access policy name: the owner, the logins, the
 * tables, and exactly the grants of the policy. Run again it changes nothing; live sessions go on.
 */
export async function migrate({ adminUrl, policy, passwordFile }: MigrateOptions): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl, application_name: 'stockade:migrate' });
  await admin.connect();
  try {
    await admin.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await ensureLogins(admin, policy, passwordFile);
    await retireLogins(admin, loginsOf(policy));
    await closeDatabase(admin, loginsOf(policy));
    await runMigrations(adminUrl);
    await applyGrants(admin, policy);
  } finally {
    await admin.end();
  }
}

/** Takes from PUBLIC what Postgres gives it, and lets the logins in by name. */
async function closeDatabase(admin: pg.Client, logins: readonly string[]): Promise<void> {
  const { rows } = await admin.query<{ name: string }>('SELECT quote_ident(current_database()) AS name');
  const database = rows[0]?.name;
  await admin.query(`
    REVOKE ALL ON DATABASE ${database} FROM PUBLIC;
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT CONNECT ON DATABASE ${database} TO ${logins.map(escapeIdentifier).join(', ')};
    GRANT CREATE ON DATABASE ${database} TO ${OWNER};
    ALTER DEFAULT PRIVILEGES FOR ROLE ${OWNER} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
    CREATE SCHEMA IF NOT EXISTS ${BOOKKEEPING_SCHEMA} AUTHORIZATION ${OWNER};
  `);
}

/** Who does not migrate loads nothing for it. */
async function runMigrations(adminUrl: string): Promise<void> {
  const [{ DataSource }, { migrations }] = await Promise.all([
    import('typeorm'),
    import('./migrations/index.js'),
  ]);
  const source = new DataSource({
    type: 'postgres',
    url: adminUrl,
    applicationName: 'stockade:migrate',
    // Every session starts as the owner, so whatever a migration creates is the owner's.
    extra: { options: `-c role=${OWNER}` },
    installExtensions: false,
    schema: BOOKKEEPING_SCHEMA,
    migrations,
    migrationsTransactionMode: 'each',
  });
  await source.initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

/** In one transaction, so that no session sees a moment without its rights. */
async function applyGrants(admin: pg.Client, policy: AccessPolicy): Promise<void> {
  await admin.query(['BEGIN', `SET LOCAL ROLE ${OWNER}`, ...grantsOf(policy), 'COMMIT'].join(';\n'));
}
