import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BearerProxy } from './test-support/conformance/bearer-proxy.js';
import { fixtureSurface } from './test-support/conformance/fixture-surface.js';
import { requiredOfServers, runSuite, tableOf } from './test-support/conformance/suite.js';
import { type ToolServer, toolServer } from './test-support/tool-server.js';

let server: ToolServer;
let proxy: BearerProxy;
beforeAll(async () => {
  server = await toolServer(() => fixtureSurface);
  proxy = await BearerProxy.start(server.url, () => server.token());
});
afterAll(async () => {
  proxy.close();
  await server.close();
});

it.each([
  ['2026-07-28', 37],
  ['2025-11-25', 30],
] as const)(
  'MCP %s: all %i scenarios that it requires of a server pass, and each request leaves one record',
  { timeout: 120_000 },
  async (revision, count) => {
    const passedBefore = proxy.passed;
    await server.newRecords();
    const required = requiredOfServers(revision);
    expect(required).toHaveLength(count);
    const url = `${proxy.url}/mcp`;
    const verdicts = await runSuite('server', ['--url', url, '--requirements', revision], required);
    console.log(`\n@modelcontextprotocol/conformance, ${revision}\n${tableOf(verdicts)}`);
    const failed = verdicts.filter(({ isRequired, failures }) => isRequired && failures.length > 0);
    expect(failed).toEqual([]);
    let records = 0;
    await expect
      .poll(async () => (records += (await server.newRecords()).length))
      .toBe(proxy.passed - passedBefore);
  },
);

const agentClient = fileURLToPath(new URL('./test-support/conformance/agent-client.mjs', import.meta.url));

it.each(['auth/client-credentials-basic', 'auth/client-credentials-jwt'])(
  'R5: an agent gets its token and reaches its tools as %s asks',
  { timeout: 60_000 },
  async (scenario) => {
    const command = `${process.execPath} ${agentClient}`;
    const verdicts = await runSuite('client', ['--command', command, '--scenario', scenario], [scenario]);
    console.log(`\n@modelcontextprotocol/conformance, client\n${tableOf(verdicts)}`);
    expect(verdicts.flatMap(({ failures }) => failures)).toEqual([]);
  },
);
