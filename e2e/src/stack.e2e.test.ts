import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runningStack } from '@stockade/testing';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { identities, scopesOf, stack, stackDone, unitOf } from './support/running-stack.js';
import { repository, run, stackCommand } from './support/stack-command.js';

const scratch = mkdtempSync(join(tmpdir(), 'stockade-e2e-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('what other people’s tests drive', () => {
  it('stack env --json tells where everything answers', async () => {
    const loopback = expect.stringMatching(/^http:\/\/(127\.0\.0\.1|localhost):\d+$/);
    const service = (audience: string) => ({ url: loopback, audience });
    expect(JSON.parse(await stackDone('env', '--json'))).toEqual({
      issuer: expect.stringMatching(/\/realms\/supply-chain$/),
      services: {
        'inventory-api': service('inventory-api'),
        'orders-api': service('orders-api'),
        'shipments-api': service('shipments-api'),
        'governance-api': service('governance-api'),
        'mcp-server': service('mcp-server'),
      },
      database: { adminUrl: expect.stringMatching(/^postgres(ql)?:\/\//) },
      queue: { url: expect.stringMatching(/^(redis|postgres(ql)?):\/\//) },
      keycloak: {
        url: loopback,
        realm: 'supply-chain',
        adminUser: expect.any(String),
        adminPasswordFile: expect.any(String),
      },
    });
  });

  it.each(identities.filter((identity) => scopesOf(identity).size > 0))(
    'R2: stack token $name prints a bare token of its role',
    async (identity) => {
      const token = await stackDone('token', identity.name);
      expect(token).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
      const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
      expect(claims).toMatchObject({ iss: runningStack().issuer, roles: [identity.role] });
      expect(identity.kind === 'person' ? claims.preferred_username : claims.azp).toBe(identity.name);
      expect(new Set(claims.scope.split(' ').filter(Boolean))).toEqual(scopesOf(identity));
    },
  );

  it('stack token takes an audience and scopes, and says who is unknown', async () => {
    const token = await stackDone('token', 'inventory_bot', '--audience', 'orders-api', '--scope', '');
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ aud: 'orders-api', scope: '' });
    const unknown = await stack('token', 'nobody');
    expect([unknown.code, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toContain('nobody');
  });

  it('stack stop and start act on one process, and answer when it is done', async () => {
    const others = await unitOf('inventory-api');
    await stackDone('start', 'shipment-tracker');
    await stackDone('stop', 'shipment-tracker');
    expect(await unitOf('shipment-tracker')).toMatchObject({ state: 'stopped', pid: null });
    await stackDone('start', 'shipment-tracker');
    expect(await unitOf('shipment-tracker')).toMatchObject({ state: 'ready', pid: expect.any(Number) });
    expect(await unitOf('inventory-api')).toEqual(others);
    await stackDone('stop', 'shipment-tracker');
    expect((await stack('stop', 'no-such-process')).code).not.toBe(0);
  });

  it('stack up --detach returns at once on a running stack', async () => {
    const started = performance.now();
    await stackDone('up', '--detach');
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('a port in use is named, with who holds it and what moves it', async () => {
    const other = { stackDir: join(scratch, 'other'), portBase: inject('portBase') };
    const { code, stderr } = await stackCommand(other, ['up', '--detach', '--only', 'postgres']);
    expect(code).toBe(1);
    expect(stderr).toContain(String(other.portBase + 32));
    expect(stderr).toContain('postgres');
    expect(stderr).toContain('STACK_PORT_BASE');
  });
});

describe('a broken access.yaml', () => {
  const policy = readFileSync(join(repository, 'access.yaml'), 'utf8');

  it.each([
    [
      'an unknown scope',
      'scopes: [inventory:read, inventory:write',
      'scopes: [inventory:fly, inventory:write',
      'inventory:fly',
    ],
    [
      'an agent without an owner',
      '    owner: inventory-team@stockade.example\n    purpose: Finds',
      '    purpose: Finds',
      'owner',
    ],
    ['a role without a login', '    login: inventory_manager\n', '', 'login'],
  ])('%s stops the boot and names the line', async (_what, sound, broken, named) => {
    const text = policy.replace(sound, broken);
    expect(text).not.toBe(policy);
    const file = join(scratch, 'access.yaml');
    writeFileSync(file, text);
    const { code, stdout, stderr } = await run(
      [join(repository, 'apps', 'inventory-api', 'dist', 'main.js')],
      {
        ...apiEnvironment(),
        STOCKADE_POLICY: file,
      },
    );
    expect(code).not.toBe(0);
    const said = stdout + stderr;
    const line = Number(/access\.yaml:(\d+):\d+/.exec(said)?.[1]);
    // The line itself, or where the thing begins that lacks something.
    const near = text
      .split('\n')
      .slice(line - 1, line + 9)
      .join('\n');
    expect(said).toContain(named);
    expect(near).toMatch(/inventory:fly|inventory_bot:|Finds low stock|InventoryManager:|Keeps stock/);
  });
});

function apiEnvironment(): Record<string, string> {
  const { issuer, services, database } = runningStack();
  const { hostname, port, pathname } = new URL(database.adminUrl);
  return {
    STOCKADE_HOST: '127.0.0.1',
    STOCKADE_PORT: '0',
    STOCKADE_ISSUER: issuer,
    STOCKADE_DATABASE_HOST: hostname,
    STOCKADE_DATABASE_PORT: port,
    STOCKADE_DATABASE_NAME: pathname.slice(1),
    STOCKADE_SECRETS_DIR: join(inject('stackDir'), 'secrets', 'processes', 'inventory-api'),
    STOCKADE_QUEUE: 'postgres',
    STOCKADE_INVENTORY_API_URL: services['inventory-api']?.url ?? '',
    STOCKADE_ORDERS_API_URL: services['orders-api']?.url ?? '',
    STOCKADE_SHIPMENTS_API_URL: services['shipments-api']?.url ?? '',
  };
}
