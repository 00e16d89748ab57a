import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runningStack } from '@stockade/testing';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { asAdmin } from './support/admin-database.js';
import { exchange } from './support/exchange.js';
import { liveOperations } from './support/live-operations.js';
import { policy, scopesEverywhere, stackRealm } from './support/running-stack.js';
import { knownFixtures, validRequest } from './support/valid-request.js';

const run = promisify(execFile);
const store = join(inject('stackDir'), 'secrets');
const kinds = ['admin', 'postgres', 'keycloak', 'queue', 'people'];
const secrets = kinds.flatMap((kind) =>
  readdirSync(join(store, kind))
    .filter((name) => !name.endsWith('.json'))
    .map((name) => ({
      name: `${kind}/${name}`,
      value: readFileSync(join(store, kind, name), 'utf8').trim(),
    })),
);
/** Header and claims of a JWT, both base64url of JSON objects. */
const token = /eyJ[\w-]{10,}\.eyJ[\w-]{10,}/;

/** Names of the secrets that a text holds. */
const found = (text: string): string[] => [
  ...secrets.filter(({ value }) => text.includes(value)).map(({ name }) => name),
  ...(token.test(text) ? ['a token'] : []),
];

describe('R12 R20: no secret and no token is found', () => {
  beforeAll(async () => {
    expect(secrets.length).toBeGreaterThan(20);
    // With a token in its header, its query and its path: none of them is worth writing down.
    const agent = policy.identities.get('inventory_bot');
    if (agent === undefined) throw new Error('there is no inventory_bot');
    const own = await stackRealm().tokenOf(agent, scopesEverywhere(agent));
    const [operation] = await liveOperations(runningStack().services);
    if (operation === undefined) throw new Error('there is no operation');
    const request = validRequest(operation, await knownFixtures());
    await exchange(request, own);
    await exchange({ ...request, url: `${request.url}?access_token=${own}` }, own);
  });

  it('in any log', () => {
    const logs = join(inject('stackDir'), 'logs');
    const files = readdirSync(logs);
    expect(files).toEqual(expect.arrayContaining(['inventory-api.log', 'inventory-bot.log', 'keycloak.log']));
    const leaks = files.map((file) => [file, found(readFileSync(join(logs, file), 'utf8'))]);
    expect(leaks).toEqual(files.map((file) => [file, []]));
  });

  it('in any audit record', async () => {
    const [row] = await asAdmin<{ text: string }>(
      `SELECT string_agg(e::text, ' ') AS text FROM audit.events e`,
    );
    expect(row?.text.length).toBeGreaterThan(100);
    expect(found(row?.text ?? '')).toEqual([]);
  });

  it('in the arguments of any process', async () => {
    const { stdout } = await run('ps', ['-A', '-ww', '-o', 'args='], { maxBuffer: 2 ** 26 });
    expect(stdout).toContain('inventory-api');
    expect(found(stdout)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('in the environment of any process of the platform', async () => {
    const { stdout } = await run('ps', ['-A', '-ww', '-o', 'pid=,args=']);
    const pids = stdout
      .split('\n')
      .filter((line) => line.includes('apps/'))
      .map((line) => Number.parseInt(line, 10));
    expect(pids.length).toBeGreaterThanOrEqual(3);
    const environments = pids.map((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8'));
    expect(environments.flatMap(found)).toEqual([]);
  });

  it.runIf(process.platform !== 'win32')('in a file that others may read', () => {
    for (const { name } of secrets)
      expect([name, statSync(join(store, name)).mode & 0o077]).toEqual([name, 0]);
    expect(statSync(store).mode & 0o077).toBe(0);
  });
});
