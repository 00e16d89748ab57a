import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/**
 * - `admin/*`: what only the runner uses (Postgres and Keycloak administrators, Redis)
 * - `postgres/<login>`, `keycloak/<clientId>`, `queue/<identity>`: what processes use
 * - `people/<name>`: passwords of the development accounts
 * - `sealing/<process>`: key of what a process hands out sealed and takes back
 * - `signing/<process>`: Ed25519 key of what a process signs for others; a release has one of its own
 */
export type SecretName =
  `${'admin' | 'postgres' | 'keycloak' | 'queue' | 'people' | 'sealing' | 'signing'}/${string}`;

/** Secrets of one stack: one file each, made at the first start and kept. */
export class SecretStore {
  constructor(private readonly directory: string) {}

  /** Makes those that are missing. */
  ensure(names: readonly SecretName[]): void {
    for (const name of names) {
      try {
        writePrivate(this.path(name), newSecret(), 'wx');
      } catch (error) {
        if (!isExisting(error)) throw error;
      }
    }
  }

  path(name: SecretName): string {
    return join(this.directory, name);
  }

  /** @throws Error of node:fs when the secret was never made */
  read(name: SecretName): string {
    return readFileSync(this.path(name), 'utf8').trim();
  }

  /** Keeps a value that was not made here, as the URL of a database of somebody else. */
  keep(name: SecretName, value: string): void {
    writePrivate(this.path(name), value);
  }

  /**
   * Gives a process the files that it may read, and takes away those that it no longer may.
   * @returns the directory, laid out as the store itself
   */
  deal(process: string, names: readonly SecretName[]): string {
    const directory = join(this.directory, 'processes', process);
    makePrivate(directory);
    // The directory stays, and what is right in it: a container may have it mounted and be reading.
    const taken = new Set<string>(names);
    for (const file of filesBelow(directory)) if (!taken.has(file)) rmSync(join(directory, file));
    for (const name of names) {
      const [file, secret] = [join(directory, name), this.read(name)];
      if (contentOf(file) !== secret) writePrivate(file, secret);
    }
    return directory;
  }
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
}

function contentOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** 256 bits, in letters that need no escaping in a URL, a shell or SQL. */
function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

function writePrivate(path: string, value: string, flag = 'w'): void {
  makePrivate(dirname(path));
  writeFileSync(path, value, { mode: 0o600, flag });
}

function makePrivate(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
