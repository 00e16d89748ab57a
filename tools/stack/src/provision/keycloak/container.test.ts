import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { containerLaunch } from './container.js';

describe('Keycloak in a container', () => {
  it('is published on loopback alone, may do nothing else, and can be told from others of its kind', async () => {
    const home = await mkdtemp(join(tmpdir(), 'home-'));
    const { command, args, mark } = await containerLaunch({
      home,
      addresses: { port: 18080, managementPort: 19000 },
      env: {},
      logFile: join(home, 'log'),
      log: () => {},
      signal: undefined,
    });
    const line = [command, ...args].join(' ');
    expect(line).toContain('docker run --rm ');
    expect(line).toContain('--publish 127.0.0.1:18080:8080 --publish 127.0.0.1:19000:9000 ');
    expect(line).toContain('--security-opt no-new-privileges --cap-drop ALL ');
    expect(line.match(/--publish/g)).toHaveLength(2);
    expect(args).toContain(mark);
  });
});
