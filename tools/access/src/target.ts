import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { AdminCredentials } from './admin-api.js';

export interface TargetOptions {
  readonly keycloakUrl?: string;
  readonly adminUser?: string;
  readonly adminPasswordFile?: string;
  readonly secretsDir?: string;
}

export interface Target extends AdminCredentials {
  readonly secretsDir: string | undefined;
}

/** The parts of `stack env --json` that say where its Keycloak is. */
const stackEnvironment = z.object({
  keycloak: z.object({ url: z.string(), adminUser: z.string(), adminPasswordFile: z.string() }),
});

/** The Keycloak that the options name, or that of the running stack. */
export async function targetOf(options: TargetOptions, root: string): Promise<Target> {
  const { keycloakUrl, adminUser, adminPasswordFile, secretsDir } = options;
  if (keycloakUrl === undefined) return stackTarget(root);
  if (adminUser === undefined || adminPasswordFile === undefined) {
    throw new Error('a Keycloak URL also needs --admin-user and --admin-password-file');
  }
  return { keycloakUrl, adminUser, adminPasswordFile, secretsDir };
}

async function stackTarget(root: string): Promise<Target> {
  const stack = join(root, 'tools', 'stack', 'dist', 'main.js');
  const { stdout } = await promisify(execFile)(process.execPath, [stack, 'env', '--json']).catch(() => {
    throw new Error(
      'no stack is running: start it with `pnpm stack up`, or name a Keycloak with --keycloak-url',
    );
  });
  const { url, adminUser, adminPasswordFile } = stackEnvironment.parse(JSON.parse(stdout)).keycloak;
  return {
    keycloakUrl: url,
    adminUser,
    adminPasswordFile,
    // The stack keeps the administrator's password as `admin/keycloak` in its secrets.
    secretsDir: dirname(dirname(adminPasswordFile)),
  };
}
