import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tokenFor } from './support/callers.js';
import { mcpUrl } from './support/mcp-calls.js';
import { offeredTools } from './support/offered-tools.js';
import { policy, scopesOf, stackRealm } from './support/running-stack.js';
import { run } from './support/stack-command.js';

const packageFile = createRequire(import.meta.url).resolve('@modelcontextprotocol/inspector/package.json');
const inspector = join(dirname(packageFile), 'clients', 'launcher', 'build', 'index.js');
/** Exit codes of the Inspector. */
const [DONE, FAILED, UNAUTHORIZED] = [0, 1, 3];

const agent = policy.identities.get('shipment_tracker');
const listed = z.object({ result: z.object({ tools: z.array(z.object({ name: z.string() })) }) });
const answered = z.object({
  result: z.object({ structuredContent: z.object({ items: z.array(z.unknown()) }) }),
});

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'stockade-inspector-'));
});
afterAll(() => rm(home, { recursive: true }));

describe.each(['modern', 'legacy'])('the command line of the MCP Inspector (%s)', (era) => {
  /** The token stands in a file, for arguments are shown to everyone on a machine. */
  async function inspect(token: string, ...words: string[]) {
    const config = join(home, 'mcp.json');
    const headers = { authorization: `Bearer ${token}` };
    const stockade = { type: 'streamable-http', url: mcpUrl().href, headers };
    await writeFile(config, JSON.stringify({ mcpServers: { stockade } }), { mode: 0o600 });
    const place = ['--cli', '--config', config, '--server', 'stockade', '--protocol-era', era];
    return run([inspector, ...place, '--format', 'json', '--method', ...words], {
      HOME: home,
      MCP_INSPECTOR_SECRET_STORE: 'memory',
    });
  }
  const called = ['tools/call', '--tool-name', 'shipments_list', '--tool-arg', 'limit=1'];

  it('lists the tools of the role', async () => {
    const { code, stdout } = await inspect(await tokenFor('shipment_tracker', 'mcp-server'), 'tools/list');
    expect(code).toBe(DONE);
    const held = agent && scopesOf(agent);
    const callable = (await offeredTools()).filter(({ scope }) => held?.has(scope));
    const { result } = listed.parse(JSON.parse(stdout));
    expect(result.tools.map(({ name }) => name)).toEqual(callable.map(({ name }) => name));
  });

  it('calls one', async () => {
    const { code, stdout } = await inspect(await tokenFor('shipment_tracker', 'mcp-server'), ...called);
    expect(code).toBe(DONE);
    expect(answered.parse(JSON.parse(stdout)).result.structuredContent.items).toBeInstanceOf(Array);
  });

  it('is refused what its token has no scope for', async () => {
    if (!agent) throw new Error('access.yaml has no shipment_tracker');
    const narrow = await stackRealm().tokenOf(agent, ['audience:mcp-server']);
    const { code, stderr } = await inspect(narrow, ...called);
    expect(stderr).toContain(String.raw`Insufficient scope: required \"shipments:read\"`);
    expect(code).toBe(FAILED);
  });

  it('is told to sign in where its token is none', async () => {
    const { code } = await inspect('none', 'tools/list');
    expect(code).toBe(UNAUTHORIZED);
  });
});
