import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, cp, mkdir, realpath, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { promisify } from 'node:util';
import { ProvisionError } from './provision-error.js';

const run = promisify(execFile);

/** Postgres refuses to run as root; this is the user it runs as instead. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Where the server keeps its data, and where its programs are, both within reach of its account. */
export interface Place {
  readonly folder: string;
  readonly programs: string;
}

const systemFolder = '/var/lib/stockade';

/** @returns undefined where this process is not root, so that Postgres runs as whoever started us */
export async function accountForPostgres(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  try {
    return await accountOf('postgres');
  } catch {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']).catch(() => {
      throw new ProvisionError(
        'Postgres does not run as root, and no user "postgres" could be made for it. ' +
          'Start the stack as an ordinary user, or set DATABASE_URL to a Postgres of yours.',
      );
    });
    return accountOf('postgres');
  }
}

/**
 * The state directory where the account can reach it; otherwise (a parent that only root may enter) a folder
 * of the system, with a link to it in the state directory, so that removing the state forgets that one too.
 * @param programs the `native` folder of the Postgres package
 */
export async function placeFor(
  account: Account | undefined,
  stateDir: string,
  programs: string,
): Promise<Place> {
  const folder = join(stateDir, 'postgres');
  await mkdir(stateDir, { recursive: true });
  if (account === undefined) return { folder: await owned(folder, undefined), programs };
  const { mode } = await stat(stateDir);
  await chmod(stateDir, (mode & 0o777) | 0o011);
  const reachable = await canReach(account, programs);
  return {
    folder: (await canReach(account, stateDir))
      ? await owned(folder, account)
      : await elsewhere(folder, account),
    programs: reachable ? programs : await copyOf(programs),
  };
}

/** Deletes the data of a stopped server, wherever they lie. */
export async function removePostgresData(stateDir: string): Promise<void> {
  const folder = join(stateDir, 'postgres');
  const place = await realpath(folder).catch(() => folder);
  await rm(place, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}

async function owned(folder: string, account: Account | undefined): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (account !== undefined) await chown(folder, account.uid, account.gid);
  return folder;
}

async function elsewhere(link: string, account: Account): Promise<string> {
  const target = join(systemFolder, digest(link));
  const linked = await stat(link).then(
    () => true,
    () => false,
  );
  if (!linked) {
    await rm(target, { recursive: true, force: true });
    await rm(link, { recursive: true, force: true });
  }
  await mkdir(systemFolder, { recursive: true, mode: 0o711 });
  await owned(target, account);
  if (!linked) await symlink(target, link);
  return target;
}

/** Root's own checkout may be closed to everyone else; the programs are then copied once. */
async function copyOf(programs: string): Promise<string> {
  const target = join(systemFolder, `programs-${digest(programs)}`);
  await mkdir(systemFolder, { recursive: true, mode: 0o711 });
  await cp(programs, target, { recursive: true, verbatimSymlinks: true, force: false });
  return target;
}

async function canReach({ uid, gid }: Account, path: string): Promise<boolean> {
  const { root } = parse(path);
  for (let folder = path; folder !== root; folder = dirname(folder)) {
    const entry = await stat(folder);
    const bit = entry.uid === uid ? 0o100 : entry.gid === gid ? 0o010 : 0o001;
    if ((entry.mode & bit) === 0) return false;
  }
  return true;
}

async function accountOf(name: string): Promise<Account> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, name])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
