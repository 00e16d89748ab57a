import { createHash, timingSafeEqual } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Log, ProvisionError } from './provision-error.js';

/** Hash functions by the length of what their publishers write, in hexadecimal digits. */
const hashByLength: Readonly<Record<number, string>> = { 40: 'sha1', 64: 'sha256', 128: 'sha512' };
const megabyte = 1_000_000;
/** Silence after which a connection counts as lost. */
const silenceMs = 30_000;

interface Download {
  readonly url: string;
  /** As published, in hexadecimal: SHA-1, SHA-256 or SHA-512, told apart by their lengths. */
  readonly checksum: string;
  readonly file: string;
  readonly log: Log;
}

/**
 * Brings a file to its name whole and verified, or not at all.
 * @throws ProvisionError when it cannot be had, was cut, or is not what its publisher's checksum says
 */
export async function download({ url, checksum, file, log }: Download): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  await mkdir(dirname(file), { recursive: true });
  try {
    const actual = await receive(url, partial, algorithmOf(checksum), log);
    const expected = Buffer.from(checksum, 'hex');
    if (!timingSafeEqual(actual, expected)) {
      throw new ProvisionError(
        `${url} is not what its publisher made: its checksum is ${actual.toString('hex')}, ` +
          `published is ${checksum}. It was deleted; try again, or ask who stands between you and the publisher.`,
      );
    }
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
}

/** Fetches a small text, for instance a published checksum. @throws ProvisionError */
export async function fetchText(url: string): Promise<string> {
  const response = await get(url, AbortSignal.timeout(silenceMs));
  return response.text().catch((cause: unknown) => {
    throw unreachable(url, cause);
  });
}

/** @returns the digest of what was received */
async function receive(url: string, file: string, algorithm: string, log: Log): Promise<Buffer> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new Error('nothing came for 30 s')), silenceMs);
  const hash = createHash(algorithm);
  try {
    const response = await get(url, silence.signal);
    const progress = progressOf(basename(file).replace(/\.\d+\.partial$/, ''), response, log);
    async function* watched(body: AsyncIterable<Buffer>) {
      for await (const chunk of body) {
        timer.refresh();
        hash.update(chunk);
        progress(chunk.length);
        yield chunk;
      }
    }
    if (response.body === null) throw new Error('the answer is empty');
    await pipeline(Readable.fromWeb(response.body), watched, createWriteStream(file, { mode: 0o600 }));
  } catch (cause) {
    throw cause instanceof ProvisionError ? cause : unreachable(url, cause);
  } finally {
    clearTimeout(timer);
  }
  return hash.digest();
}

async function get(url: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal }).catch((cause: unknown) => {
    throw unreachable(url, cause);
  });
  if (response.ok) return response;
  await response.body?.cancel();
  throw unreachable(url, new Error(`HTTP status ${response.status}`));
}

/** @returns takes the sizes of chunks, and tells every tenth of the whole, or every 20 MB where it is unknown */
function progressOf(name: string, response: Response, log: Log): (bytes: number) => void {
  const total = Number(response.headers.get('content-length') ?? 0);
  const step = total > 0 ? total / 10 : 20 * megabyte;
  let received = 0;
  let next = step;
  log(`downloading ${name}${total > 0 ? ` (${inMegabytes(total)})` : ''}`);
  return (bytes) => {
    received += bytes;
    if (received < next) return;
    next = received + step;
    log(`downloading ${name}: ${inMegabytes(received)}${total > 0 ? ` of ${inMegabytes(total)}` : ''}`);
  };
}

function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / megabyte)} MB`;
}

function algorithmOf(checksum: string): string {
  const algorithm = /^[0-9a-f]+$/i.test(checksum) ? hashByLength[checksum.length] : undefined;
  if (algorithm !== undefined) return algorithm;
  throw new ProvisionError(
    `The published checksum is none that is known: ${JSON.stringify(checksum.slice(0, 80))}.`,
  );
}

/** fetch() hides the reason ("connect ECONNREFUSED ...") one or two causes deep. */
function unreachable(url: string, cause: unknown): ProvisionError {
  let reason = cause;
  while (reason instanceof Error && reason.cause !== undefined) reason = reason.cause;
  const text = reason instanceof Error ? reason.message || reason.name : String(reason);
  return new ProvisionError(`${url} cannot be downloaded: ${text}.`);
}
