import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type AccessPolicy, approvalPagesClient } from '@stockade/access';
import { applyRealm } from '@stockade/access-tool';
import { migrate } from '@stockade/database';
import type { Layout } from '../layout.js';
import type { SecretStore } from '../secrets/secret-store.js';
import { seed } from '../seed/seed.js';
import { UnitFailure } from '../supervisor/unit.js';
import { databaseIdentity } from './database-identity.js';
import type { Step } from './graph.js';
import { prepareQueues, type QueueContext } from './prepare-queues.js';
import { digest, forget, once } from './stamp.js';

const run = promisify(execFile);

interface Context extends QueueContext {
  /** The business day that a new world lives first. */
  readonly firstDay: string;
}

/** A step between the backing services and the processes. */
export interface Preparation extends Step {
  /** Answers with a word on what was done. */
  run(line: (text: string) => void): Promise<string>;
}

/** What must be so before the first process starts. What a start did on the same input, the next leaves out. */
export function preparations(context: Context): Preparation[] {
  const redis = context.queue === 'redis' ? ['redis'] : [];
  return [
    { name: 'build', needs: [], run: (line) => build(context.layout, line) },
    { name: 'schema', needs: ['postgres'], run: () => applySchema(context) },
    { name: 'queues', needs: ['schema', ...redis], run: () => prepareQueues(context) },
    { name: 'seed', needs: ['schema'], run: () => seedData(context) },
    { name: 'realm', needs: ['keycloak'], run: () => prepareRealm(context) },
  ];
}

async function build({ root }: Layout, line: (text: string) => void): Promise<string> {
  line('compiling every package that changed; the first time takes about 20 s');
  const compiler = join(root, 'node_modules', '.bin', 'tsc');
  await run(compiler, ['-b'], { cwd: root }).catch((error: unknown) => {
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
    throw new UnitFailure('build', 'the workspace does not compile', output.trim().split('\n').slice(0, 15));
  });
  return 'up to date';
}

async function applySchema({ layout, policy, secrets, services }: Context): Promise<string> {
  const { adminUrl } = services.database();
  const code = join(layout.root, 'packages', 'database', 'dist');
  const input = digest(
    [await databaseIdentity(adminUrl)],
    [layout.policyFile, code, secrets.path('postgres/')],
  );
  const done = await once(layout.stamps, 'schema', input, () =>
    migrate({ adminUrl, policy, passwordFile: (login) => secrets.path(`postgres/${login}`) }),
  );
  return done ? 'migrated, grants applied' : 'unchanged';
}

async function seedData({ layout, services, firstDay }: Context): Promise<string> {
  const { adminUrl } = services.database();
  const code = join(layout.root, 'tools', 'stack', 'dist', 'seed');
  const input = digest([await databaseIdentity(adminUrl), firstDay], [layout.history, code]);
  let outcome = 'unchanged';
  await once(layout.stamps, 'seed', input, async () => {
    outcome = await seed({ adminUrl, historyFile: layout.history, firstDay });
  });
  return outcome;
}

async function prepareRealm({ layout, policy, secrets, services }: Context): Promise<string> {
  const { url, adminUser, adminPasswordFile } = services.identityProvider();
  const code = join(layout.root, 'tools', 'access', 'dist');
  const paths = [layout.policyFile, code, secrets.path('keycloak/'), secrets.path('people/')];
  if (!(await fetch(`${url}/realms/${policy.realm}`)).ok) forget(layout.stamps, 'realm');
  let writes = 0;
  const done = await once(layout.stamps, 'realm', digest([url], paths), async () => {
    const applied = await applyRealm({
      policy,
      keycloakUrl: url,
      adminUser,
      adminPasswordFile,
      secretOf: (identity) => secretOf(policy, secrets, identity),
    });
    writes = applied.writes.length;
  });
  if (!done) return 'unchanged';
  return writes === 0 ? 'as access.yaml says' : `${writes} changes from access.yaml`;
}

function secretOf(policy: AccessPolicy, secrets: SecretStore, identity: string): string | undefined {
  const kind = policy.identities.get(identity)?.kind;
  if (kind === undefined && identity !== approvalPagesClient) return undefined;
  return readFileSync(
    secrets.path(kind === 'person' ? `people/${identity}` : `keycloak/${identity}`),
    'utf8',
  ).trim();
}
