import { access, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface HomeOptions {
  readonly folder: string;
  readonly port: number;
  readonly managementPort: number;
  readonly adminUser: string;
  readonly adminPassword: string;
}

/**
 * A home of its own for each state directory: configuration and H2 data are private, the code is a link into
 * the shared distribution, which stays as it was built.
 */
export async function writeHome(distribution: string, options: HomeOptions): Promise<void> {
  const { folder } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await Promise.all(
    ['conf', 'data', 'providers', 'themes'].map((name) => mkdir(join(folder, name), { recursive: true })),
  );
  const lib = join(folder, 'lib');
  await rm(lib, { force: true });
  await symlink(join(distribution, 'lib'), lib, 'junction');
  const bootstrapped = await isBootstrapped(folder);
  await writeConfiguration(
    folder,
    bootstrapped ? configuration(options) : [...configuration(options), ...bootstrap(options)],
  );
}

/**
 * After the first start the administrator is in Keycloak's own database, hashed, and the configuration
 * forgets the password.
 */
export async function forgetBootstrap(options: HomeOptions): Promise<void> {
  if (await isBootstrapped(options.folder)) return;
  await writeConfiguration(options.folder, configuration(options));
  await writeFile(marker(options.folder), '');
}

function configuration({ port, managementPort }: HomeOptions): string[] {
  return [
    'http-enabled=true',
    'http-host=127.0.0.1',
    `http-port=${port}`,
    `http-management-port=${managementPort}`,
    `hostname=http://localhost:${port}`,
    'cache=local',
    // Each question while it starts would be an INFO line.
    'log-level=info,io.smallrye.health:error',
  ];
}

/** In a file that only its owner reads, and not in argv or the environment, which `ps` and crashes show. */
function bootstrap({ adminUser, adminPassword }: HomeOptions): string[] {
  return [`bootstrap-admin-username=${adminUser}`, `bootstrap-admin-password=${adminPassword}`];
}

async function writeConfiguration(folder: string, lines: readonly string[]): Promise<void> {
  await writeFile(join(folder, 'conf', 'keycloak.conf'), `${lines.join('\n')}\n`, { mode: 0o600 });
}

function isBootstrapped(folder: string): Promise<boolean> {
  return access(marker(folder)).then(
    () => true,
    () => false,
  );
}

function marker(folder: string): string {
  return join(folder, 'data', 'administrator-made');
}
