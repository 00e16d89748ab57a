import { access, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Addresses {
  readonly port: number;
  readonly managementPort: number;
}

/**
 * A home of its own for each server: configuration and H2 data are private, the code is a link into the shared
 * distribution, which stays as it was built.
 * @param more further lines of its configuration
 */
export async function writeHome(
  distribution: string,
  folder: string,
  addresses: Addresses,
  more: readonly string[],
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of ['conf', 'data', 'providers', 'themes']) {
    await mkdir(join(folder, name), { recursive: true });
  }
  const lib = join(folder, 'lib');
  await rm(lib, { force: true });
  await symlink(join(distribution, 'lib'), lib, 'junction'); // The kind of link that Windows lets anyone make.
  await writeConfiguration(folder, addresses, more);
}

/** Readable by its owner alone: a first start finds the administrator's password in it. */
async function writeConfiguration(
  folder: string,
  { port, managementPort }: Addresses,
  more: readonly string[],
): Promise<void> {
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
  await writeFile(join(folder, 'conf', 'keycloak.conf'), `${lines.join('\n')}\n`, { mode: 0o600 });
}

/** Whether an earlier start has put the administrator into Keycloak's own database. */
export function hasAdministrator(folder: string): Promise<boolean> {
  return access(marker(folder)).then(
    () => true,
    () => false,
  );
}

/** The configuration forgets the administrator's password, which Keycloak now holds hashed. */
export async function administratorMade(folder: string, addresses: Addresses): Promise<void> {
  await writeConfiguration(folder, addresses, []);
  await writeFile(marker(folder), '');
}

function marker(folder: string): string {
  return join(folder, 'data', 'administrator-made');
}
