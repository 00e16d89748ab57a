import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { download, fetchText } from './download.js';

const content = Buffer.alloc(300_000, 'keycloak');
const digest = (algorithm: string) => createHash(algorithm).update(content).digest('hex');

let server: Server;
let answer: RequestListener;
let url: string;
let folder: string;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-'));
  lines = [];
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/archive.tar.gz`;
  answer = (_request, response) => response.setHeader('content-length', content.length).end(content);
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const start = (checksum: string) =>
  download({ url, checksum, file: join(folder, 'archive.tar.gz'), log: (line) => lines.push(line) });

describe('download', () => {
  it.each(['sha1', 'sha256', 'sha512'])(
    'brings a file whose %s is the published one, and tells of it',
    async (name) => {
      await start(digest(name));
      expect(await readFile(join(folder, 'archive.tar.gz'))).toEqual(content);
      expect(await readdir(folder)).toEqual(['archive.tar.gz']);
      expect(lines[0]).toBe('downloading archive.tar.gz (0 MB)');
    },
  );

  it('deletes a file whose checksum is another, and names both', async () => {
    const other = createHash('sha256').update('another').digest('hex');
    const refusal = start(other);
    await expect(refusal).rejects.toThrow(other);
    await expect(refusal).rejects.toThrow(digest('sha256'));
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a checksum that is none before it asks for anything', async () => {
    await expect(start('<html>Not found</html>')).rejects.toThrow(
      'The published checksum is none that is known',
    );
    expect(lines).toEqual([]);
  });

  it('says so when the file is not there', async () => {
    answer = (_request, response) => response.writeHead(404).end('no');
    await expect(start(digest('sha256'))).rejects.toThrow(`${url} cannot be downloaded: HTTP status 404.`);
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps nothing of a download that was cut', async () => {
    answer = (_request, response) => {
      response.setHeader('content-length', content.length);
      response.write(content.subarray(0, 100_000), () => response.destroy());
    };
    await expect(start(digest('sha256'))).rejects.toThrow(`${url} cannot be downloaded: `);
    expect(await readdir(folder)).toEqual([]);
  });

  it('says in one sentence that there is no network', async () => {
    await new Promise((resolve) => server.close(resolve));
    const oneSentence = new RegExp(`^${url} cannot be downloaded: connect ECONNREFUSED [^\\n]*\\.$`);
    await expect(start(digest('sha256'))).rejects.toThrow(oneSentence);
    await expect(fetchText(url)).rejects.toThrow(oneSentence);
  });
});
