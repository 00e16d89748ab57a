import { readFile, writeFile } from 'node:fs/promises';
import { Catalogue } from '../tools/catalogue.js';
import { manifestOf } from './manifest.js';
import { signDetached, signingKey } from './signature.js';

/**
 * `write FILE` keeps the manifest, `check FILE` fails where the tools are no longer those that were kept, and
 * `sign FILE` writes the detached signature of a release, with the key in the file that STOCKADE_MANIFEST_KEY_FILE names.
 */
async function main([command, file]: readonly string[]): Promise<number> {
  const { text, sha256 } = manifestOf(new Catalogue().tools);
  if (file === undefined) return usage();
  if (command === 'write') {
    await writeFile(file, `${text}\n`);
  } else if (command === 'sign') {
    await writeFile(file, `${await signDetached(text, await signingKey(keyFile()))}\n`);
  } else if (command === 'check') {
    const kept = await readFile(file, 'utf8').catch(() => '');
    if (kept.trimEnd() === text) return 0;
    process.stderr.write(
      `${file} does not hold the tools as they are (sha256 ${sha256}): pnpm run manifest.\n`,
    );
    return 1;
  } else return usage();
  process.stdout.write(`wrote ${file} (sha256 ${sha256})\n`);
  return 0;
}

function keyFile(): string {
  const file = process.env.STOCKADE_MANIFEST_KEY_FILE;
  if (file) return file;
  throw new Error('STOCKADE_MANIFEST_KEY_FILE must name the file that holds the release key.');
}

function usage(): number {
  process.stderr.write('usage: manifest write|check|sign FILE\n');
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
