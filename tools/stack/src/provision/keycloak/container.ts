import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Launch, LaunchOptions } from './launch.js';
import { buildOptions, containerImage } from './release.js';

const run = promisify(execFile);

/** Whether a Docker engine takes orders, and not only its command line is installed. */
export function engineAnswers(): Promise<boolean> {
  return run('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

/**
 * `docker run` in the foreground: the client passes signals on and ends with its container, so that it is
 * watched and stopped as the Java process would be. The state directory holds the data in both cases.
 */
export async function containerLaunch({ home, addresses, log }: LaunchOptions): Promise<Launch> {
  const name = `stockade-keycloak-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
  // One of this name is what a killed client left behind; usually there is none.
  await run('docker', ['rm', '--force', name]).catch(() => undefined);
  await mkdir(join(home, 'data'), { recursive: true });
  log(`starting ${containerImage} on port ${addresses.port}`);
  return {
    command: 'docker',
    args: [
      ...['run', '--rm', '--name', name, '--user', `${process.getuid?.() ?? 1000}:0`],
      ...['--security-opt', 'no-new-privileges', '--cap-drop', 'ALL'],
      ...['--publish', `127.0.0.1:${addresses.port}:8080`],
      ...['--publish', `127.0.0.1:${addresses.managementPort}:9000`],
      ...['--volume', `${join(home, 'conf', 'keycloak.conf')}:/opt/keycloak/conf/keycloak.conf:ro`],
      ...['--volume', `${join(home, 'data')}:/opt/keycloak/data`],
      ...[containerImage, 'start', ...buildOptions],
    ],
    mark: name,
    // Inside, every address and the image's own ports; what may reach them is said by --publish.
    configuration: ['http-host=0.0.0.0', 'http-port=8080', 'http-management-port=9000'],
  };
}
