import { access, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const bootstrapPrefix = 'bootstrap-admin-';

export interface Addresses {
  readonly port: number;
  readonly managementPort: number;
}

/** The code is a link into the shared distribution, which stays as it was built. */
export async function linkCode(distribution: string, home: string): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const lib = join(home, 'lib');
  await rm(lib, { force: true });
  await symlink(join(distribution, 'lib'), lib, 'junction'); // The kind of link that Windows lets anyone make.
}

/**
 * A home of its own for each server: configuration and H2 data are private.
 * @param more further lines of its configuration; of two for one option the later counts
 */
export async function writeHome(
  home: string,
  { port, managementPort }: Addresses,
  more: readonly string[],
): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  for (const name of ['conf', 'data', 'providers', 'themes']) {
    await mkdir(join(home, name), { recursive: true });
  }
  const lines = [
    'http-enabled=true',
    'http-host=127.0.0.1',
    `http-port=${port}`,
    `http-management-port=${managementPort}`,
    `hostname=http://localhost:${port}`,
    'cache=local',
    // Each question while it starts would be a line of its own.
    'log-level=info,io.smallrye.health:error',
    ...more,
  ];
  await writeFile(configurationFile(home), `${lines.join('\n')}\n`, { mode: 0o600 });
}

/**
 * The lines that have a first start make the administrator. The password stands in a file of its owner alone:
 * argv and the environment are shown by `ps` and in crash reports.
 */
export async function bootstrapOf(home: string, user: string, password: string): Promise<string[]> {
  if (await exists(marker(home))) return [];
  return [`${bootstrapPrefix}username=${user}`, `${bootstrapPrefix}password=${password}`];
}

/** After the first start the administrator is in Keycloak's own database, the password hashed. */
export async function forgetBootstrap(home: string): Promise<void> {
  if (await exists(marker(home))) return;
  const lines = (await readFile(configurationFile(home), 'utf8')).split('\n');
  const kept = lines.filter((line) => !line.startsWith(bootstrapPrefix));
  await writeFile(configurationFile(home), kept.join('\n'), { mode: 0o600 });
  await writeFile(marker(home), '');
}

/** Names the server of this home, or what prepares its start. */
export function processRecord(home: string): string {
  return join(home, 'process.json');
}

function configurationFile(home: string): string {
  return join(home, 'conf', 'keycloak.conf');
}

/** Lies with the data, so that whoever deletes those gets an administrator again. */
function marker(home: string): string {
  return join(home, 'data', 'administrator-made');
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
