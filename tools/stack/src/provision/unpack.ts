import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { extract } from 'tar';
import { ProvisionError } from './provision-error.js';

const run = promisify(execFile);

/** Unpacks the one folder that a release archive holds into `folder`. @throws ProvisionError */
export async function unpack(archive: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Releases for Windows are ZIP files, which the tar that Windows carries reads too.
  const unpacking = archive.endsWith('.zip')
    ? run('tar', ['-xf', archive, '-C', folder, '--strip-components', '1'])
    : extract({ file: archive, cwd: folder, strip: 1 });
  await Promise.resolve(unpacking).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ProvisionError(`${archive} cannot be unpacked into ${folder}: ${reason}`);
  });
}
