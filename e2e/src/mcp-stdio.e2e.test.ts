import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { asAdmin } from './support/admin-database.js';
import { tokenFor } from './support/callers.js';
import { mcpUrl } from './support/mcp-calls.js';
import { identities, stack } from './support/running-stack.js';
import { repository } from './support/stack-command.js';

const agents = identities.filter(({ kind }) => kind === 'agent');
const eras = [
  ['2026-07-28', { mode: { pin: '2026-07-28' } }],
  ['2025-11-25', { mode: 'legacy' }],
] as const;
const script = join(repository, 'tools/mcp-stdio/stockade-mcp.js');
/** As a desktop program starts it, from anywhere. */
const command = (agent: string) => ({
  command: process.execPath,
  args: [script, '--agent', agent],
  cwd: '/',
  env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', STACK_DIR: inject('stackDir') },
});

const open: Client[] = [];
afterEach(async () => {
  for (const client of open.splice(0)) await client.close();
});

async function connect(
  versionNegotiation: (typeof eras)[number][1],
  transport: Parameters<Client['connect']>[0],
) {
  const client = new Client({ name: 'e2e', version: '1' }, { versionNegotiation });
  open.push(client);
  await client.connect(transport);
  return client;
}

describe.each(eras)('npx stockade-mcp with a program of %s', (_, era) => {
  it.each(agents)('offers $name exactly the tools that the server offers it', async ({ name }) => {
    const overStdio = await connect(era, new StdioClientTransport({ ...command(name), stderr: 'ignore' }));
    const token = await tokenFor(name, 'mcp-server');
    const requestInit = { headers: { authorization: `Bearer ${token}` } };
    const overHttp = await connect(era, new StreamableHTTPClientTransport(mcpUrl(), { requestInit }));
    const { tools } = await overStdio.listTools();
    expect(tools.length).toBeGreaterThan(0);
    expect(tools).toEqual((await overHttp.listTools()).tools);
  });

  it('calls tools as the agent, and the audit says so at the server and at the API', async () => {
    const client = await connect(
      era,
      new StdioClientTransport({ ...command('order_placer'), stderr: 'ignore' }),
    );
    const since = new Date();
    const { structuredContent } = await client.callTool({
      name: 'orders_list',
      arguments: { limit: 1 },
    });
    expect(structuredContent).toHaveProperty('items');
    const records = await asAdmin<{ service: string; agent: string; through: string | null; result: string }>(
      `SELECT service, agent, through, result FROM audit.events
       WHERE at >= $1 AND agent = 'order_placer' AND (action = 'orders_list' OR through IS NOT NULL) ORDER BY service`,
      [since],
    );
    expect(records).toEqual([
      { service: 'mcp-server', agent: 'order_placer', through: null, result: 'allowed' },
      { service: 'orders-api', agent: 'order_placer', through: 'mcp-server', result: 'allowed' },
    ]);
  });

  it('answers in words what the agent may not do, and serves on', async () => {
    const client = await connect(
      era,
      new StdioClientTransport({ ...command('shipment_tracker'), stderr: 'ignore' }),
    );
    const forbidden = client.callTool({ name: 'orders_list', arguments: {} });
    await expect(forbidden).rejects.toThrow('lacks the scope orders:read');
    await expect(client.callTool({ name: 'no_such_tool', arguments: {} })).rejects.toThrow('no_such_tool');
    expect((await client.listTools()).tools.length).toBeGreaterThan(0);
  });
});

describe('npx stockade-mcp', () => {
  const run = async (
    words: readonly string[],
    env: Record<string, string> = {},
    [program = '', ...first]: readonly string[] = [process.execPath, script],
  ) => {
    const child = spawn(program, [...first, ...words], {
      cwd: '/',
      env: { ...process.env, STACK_DIR: inject('stackDir'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    return { stdout, stderr, code };
  };

  it('is a command of the clone, and tells how it is used', async () => {
    const npx = ['npx', '--prefix', repository, 'stockade-mcp'];
    expect(await run(['--help'], {}, npx)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--agent <name>'),
    });
  });

  it.each([
    [['--agent', 'nobody']],
    [['--agent', 'operator']],
    [[]],
    [['--agent', 'inventory_bot', '--nonsense']],
  ])('refuses %j with a sentence on stderr alone', async (words) => {
    const { stdout, stderr, code } = await run(words);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toMatch(/stockade-mcp: access\.yaml names no agent|error: /);
  });

  it('says what to do where no stack was ever started, and where its server does not answer', async () => {
    const never = await run(['--agent', 'inventory_bot'], { STACK_DIR: '/nowhere' });
    expect(never).toMatchObject({ stdout: '', code: 1, stderr: expect.stringContaining('stack up') });
    expect((await stack('stop', 'mcp-server')).code).toBe(0);
    try {
      const stopped = await run(['--agent', 'inventory_bot']);
      expect(stopped).toMatchObject({
        stdout: '',
        code: 1,
        stderr: expect.stringContaining('does not answer'),
      });
    } finally {
      await stack('start', 'mcp-server');
    }
  });
});
