import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AccessPolicy, loadPolicy, PolicyError } from '@stockade/access';
import { Command, Option } from 'commander';
import { applyRealm } from './apply-realm.js';
import { driftOf } from './drift.js';
import { generatedFiles } from './generated-files.js';
import { secretsIn } from './secret-files.js';
import { type TargetOptions, targetOf } from './target.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const program = new Command('access')
  .description('Generates what access.yaml says, checks it for drift, and applies it to a running realm.')
  .option('--policy <file>', 'the policy', join(root, 'access.yaml'));

program.command('generate').description('write the generated files').action(generate);

program.command('check').description('fail where a generated file is not what the policy says').action(check);

program
  .command('apply')
  .description('bring a running realm to the policy; by default that of the running stack')
  .addOption(new Option('--keycloak-url <url>').env('KEYCLOAK_URL'))
  .addOption(new Option('--admin-user <name>').env('KEYCLOAK_ADMIN'))
  .addOption(new Option('--admin-password-file <file>').env('KEYCLOAK_ADMIN_PASSWORD_FILE'))
  .option('--secrets-dir <directory>', 'holds keycloak/<client> and people/<name>')
  .action(apply);

async function generate(): Promise<void> {
  for (const { path, content } of generatedFiles(policy())) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
    console.log(`wrote ${path}`);
  }
}

async function check(): Promise<void> {
  const files = generatedFiles(policy());
  const compared = await Promise.all(
    files.map(async ({ path, content }) => {
      const actual = await readFile(join(root, path), 'utf8').catch(() => undefined);
      return driftOf(path, actual, content) ?? [];
    }),
  );
  const drifts = compared.flat();
  for (const { path, summary } of drifts) console.error(`${path} ${summary}`);
  if (drifts.length === 0) console.log(`${files.length} generated files are as the policy says`);
  else fail('Run `pnpm run access generate` and commit what it writes.');
}

async function apply(options: TargetOptions): Promise<void> {
  const { secretsDir, ...credentials } = await targetOf(options, root);
  const read = policy();
  const { writes } = await applyRealm({
    ...credentials,
    policy: read,
    secretOf: secretsIn(secretsDir, read),
  });
  for (const write of writes) console.log(write);
  console.log(
    writes.length === 0 ? `realm ${read.realm} already is as the policy says` : `${writes.length} writes`,
  );
}

function policy(): AccessPolicy {
  return loadPolicy(program.opts<{ policy: string }>().policy);
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

try {
  await program.parseAsync();
} catch (error) {
  fail(
    error instanceof PolicyError
      ? error.message
      : `access: ${error instanceof Error ? error.message : error}`,
  );
}
