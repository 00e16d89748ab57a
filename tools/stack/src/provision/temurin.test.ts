import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadTemurin } from './temurin.js';

let server: Server;
let api: string;
let tools: string;
let checksum: string;
let asked: string;

/** A runtime that is a shell script, in the archive as Adoptium packs it: one folder, macOS' as a bundle. */
async function runtimeArchive(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'runtime-'));
  const home = join(folder, 'jdk-25.0.3+9-jre', ...(platform() === 'darwin' ? ['Contents', 'Home'] : []));
  await mkdir(join(home, 'bin'), { recursive: true });
  await writeFile(join(home, 'bin', 'java'), '#!/bin/sh\n');
  await chmod(join(home, 'bin', 'java'), 0o755);
  await writeFile(join(home, 'release'), 'JAVA_RUNTIME_VERSION="25.0.3+9-LTS"\n');
  await create({ gzip: true, cwd: folder, file: join(folder, 'jre.tar.gz') }, ['jdk-25.0.3+9-jre']);
  return readFile(join(folder, 'jre.tar.gz'));
}

beforeEach(async () => {
  tools = await mkdtemp(join(tmpdir(), 'tools-'));
  const archive = await runtimeArchive();
  checksum = createHash('sha256').update(archive).digest('hex');
  server = createServer((request, response) => {
    if (request.url === '/jre.tar.gz') return response.end(archive);
    asked = request.url ?? '';
    const name = 'jre.tar.gz';
    return response.end(
      JSON.stringify([{ binary: { package: { link: `${api}/${name}`, checksum, name } } }]),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

describe.skipIf(platform() === 'win32')('downloadTemurin', () => {
  it('brings the runtime of this system that Adoptium names, verified', async () => {
    const jdk = await downloadTemurin({ tools, log: () => {}, api });
    expect(jdk).toMatchObject({ home: expect.stringContaining(tools), version: '25.0.3+9-LTS', major: 25 });
    expect(asked).toMatch(
      /^\/v3\/assets\/latest\/25\/hotspot\?architecture=\w+&image_type=jre&os=(linux|mac)&/,
    );
    expect(await readdir(tools)).toEqual(['temurin-25']);
  });

  it('keeps nothing of a runtime that is not what Adoptium published', async () => {
    checksum = createHash('sha256').update('another').digest('hex');
    await expect(downloadTemurin({ tools, log: () => {}, api })).rejects.toThrow(
      'is not what its publisher made',
    );
    expect(await readdir(tools)).toEqual([]);
  });

  it('says how to get a Java when there is no network', async () => {
    await new Promise((resolve) => server.close(resolve));
    const refusal = downloadTemurin({ tools, log: () => {}, api });
    await expect(refusal).rejects.toThrow(
      /^No Java 17 or later was found[^\n]*set JAVA_HOME\. \(.*ECONNREFUSED/,
    );
    expect(await readdir(tools)).toEqual([]);
  });
});
