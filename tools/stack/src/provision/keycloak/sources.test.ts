import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bringDistribution, copyInstalled } from './sources.js';

const jdk = { home: '/java', java: '/java/bin/java', version: '25.0.3', major: 25 };

let server: Server;
let release: string;
let checksum: string;
let folder: string;
let cache: string;
let archive: string;
let lines: string[];

/** A distribution of one file, packed as Keycloak packs its own. */
async function unpackedDistribution(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'distribution-'));
  await mkdir(join(parent, 'keycloak', 'lib'), { recursive: true });
  await mkdir(join(parent, 'keycloak', 'providers'));
  await mkdir(join(parent, 'keycloak', 'conf'));
  await writeFile(join(parent, 'keycloak', 'lib', 'quarkus-run.jar'), 'code');
  await writeFile(join(parent, 'keycloak', 'version.txt'), 'Keycloak');
  return parent;
}

/** A folder for PATH whose `mvn` is this shell script. */
async function maven(script: string): Promise<NodeJS.ProcessEnv> {
  const bin = await mkdtemp(join(tmpdir(), 'bin-'));
  await writeFile(join(bin, 'mvn'), `#!/bin/sh\n${script}\n`);
  await chmod(join(bin, 'mvn'), 0o755);
  return { PATH: `${bin}:/usr/bin:/bin` };
}

const bring = (env: NodeJS.ProcessEnv) =>
  bringDistribution(folder, { jdk, env, cache, release, log: (line) => lines.push(line) });
const code = () => readFile(join(folder, 'lib', 'quarkus-run.jar'), 'utf8');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keycloak-'));
  cache = await mkdtemp(join(tmpdir(), 'cache-'));
  lines = [];
  const parent = await unpackedDistribution();
  archive = join(parent, 'keycloak.tar.gz');
  await create({ gzip: true, cwd: parent, file: archive }, ['keycloak']);
  const packed = await readFile(archive);
  checksum = createHash('sha1').update(packed).digest('hex');
  server = createServer((request, response) =>
    response.end(request.url?.endsWith('.sha1') ? checksum : packed),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  release = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keycloak.tar.gz`;
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

describe.skipIf(platform() === 'win32')('bringDistribution', () => {
  it('takes what Maven copies, on the Java that was found', async () => {
    const script = `for a in "$@"; do case "$a" in -DoutputDirectory=*) out="\${a#*=}";; esac; done
      [ "$JAVA_HOME" = /java ] && cp ${archive} "$out"`;
    await bring(await maven(script));
    expect(await code()).toBe('code');
    expect(lines).toEqual([expect.stringContaining('asking Maven')]);
    expect(await readdir(cache)).toEqual([]);
  });

  it.each([
    ['is not installed', async () => ({ PATH: '/nowhere' }), 'mvn is not installed'],
    ['fails', () => maven('echo "[ERROR] no such artifact"; exit 1'), 'no such artifact'],
  ])('takes the verified release where Maven %s', async (_case, environment, reason) => {
    await bring(await environment());
    expect(await code()).toBe('code');
    expect(lines.join('\n')).toContain(reason);
    expect(await readdir(cache)).toEqual([]);
  });

  it('refuses a release that is not what its publisher says, and tells what to set', async () => {
    checksum = createHash('sha1').update('another').digest('hex');
    const refusal = bring({ PATH: '/nowhere' });
    await expect(refusal).rejects.toThrow(
      /mvn is not installed.*is not what its publisher made.*KEYCLOAK_HOME.*KEYCLOAK_URL/,
    );
    expect(await readdir(cache)).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('copyInstalled', () => {
  it('copies the installation, so that building leaves it as it is', async () => {
    await copyInstalled(join(await unpackedDistribution(), 'keycloak'), folder);
    expect(await code()).toBe('code');
  });

  it('names the variable when there is no Keycloak at its path', async () => {
    await expect(copyInstalled(cache, folder)).rejects.toThrow(`KEYCLOAK_HOME (${cache}) holds no Keycloak`);
    expect(await readdir(folder)).toEqual([]);
  });
});
