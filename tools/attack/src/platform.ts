import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type AccessPolicy, type Identity, loadPolicy } from '@stockade/access';
import { z } from 'zod';
import { type Operation, readOperations } from './operations.js';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../../../', import.meta.url));
const runner = fileURLToPath(new URL('../../../tools/stack/dist/main.js', import.meta.url));

const environment = z.object({
  issuer: z.string(),
  services: z.record(z.string(), z.object({ url: z.string(), audience: z.string() })),
  database: z.object({ adminUrl: z.string() }),
  queue: z.object({ url: z.string() }),
});

/** The running stack, and what has been stolen from it: the credentials of its agents. */
export interface Platform extends z.output<typeof environment> {
  readonly policy: AccessPolicy;
  readonly agents: readonly Identity[];
  readonly operations: readonly Operation[];
  /** An agent's own token, as Keycloak gives it to the agent: for one service, with the scopes of its role. */
  token(agent: string, audience: string): Promise<string>;
  /** `postgres/<login>`, `keycloak/<client>` or `queue/<identity>`. */
  secret(name: string): string;
}

/** @throws Error with what the runner says where no stack runs */
export async function openPlatform(env: NodeJS.ProcessEnv): Promise<Platform> {
  const found = environment.parse(JSON.parse(await stack('env', '--json')));
  const policy = loadPolicy(join(repository, 'access.yaml'));
  const secrets = join(resolve(repository, env.STACK_DIR || '.stack'), 'secrets');
  const tokens = new Map<string, Promise<string>>();
  return {
    ...found,
    policy,
    agents: [...policy.identities.values()].filter(({ kind }) => kind === 'agent'),
    operations: await readOperations(found.services),
    token(agent, audience) {
      const known = tokens.get(`${agent} ${audience}`) ?? stack('token', agent, '--audience', audience);
      tokens.set(`${agent} ${audience}`, known);
      return known;
    },
    secret: (name) => readFileSync(join(secrets, name), 'utf8').trim(),
  };
}

async function stack(...words: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [runner, ...words], { cwd: repository }).catch(
    (error: unknown) => {
      throw new Error(
        error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error),
      );
    },
  );
  return stdout.trim();
}
