import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { bootstrapOf, forgetBootstrap, writeHome } from './home.js';

let home: string;
const addresses = { port: 18080, managementPort: 19000 };
const start = async () => writeHome(home, addresses, await bootstrapOf(home, 'admin', 'not-a-secret'));
const configuration = () => readFile(join(home, 'conf', 'keycloak.conf'), 'utf8');

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'home-'));
});

describe('the home of a server', () => {
  it('listens on loopback alone and names itself as the issuer will be', async () => {
    await start();
    expect(await configuration()).toContain('http-host=127.0.0.1\n');
    expect(await configuration()).toContain('hostname=http://localhost:18080\n');
  });

  it('holds the password in a file of its owner alone, and only until the first start is over', async () => {
    await start();
    expect(await configuration()).toContain('bootstrap-admin-password=not-a-secret');
    expect((await stat(join(home, 'conf', 'keycloak.conf'))).mode & 0o077).toBe(0);
    await forgetBootstrap(home);
    expect(await configuration()).not.toContain('bootstrap-admin');
    await start();
    expect(await configuration()).not.toContain('bootstrap-admin');
    expect(await configuration()).toContain('http-port=18080\n');
  });

  it('makes the administrator again when its data were deleted', async () => {
    await start();
    await forgetBootstrap(home);
    await rm(join(home, 'data'), { recursive: true });
    await start();
    expect(await configuration()).toContain('bootstrap-admin-username=admin');
  });
});
