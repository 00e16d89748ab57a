import { beforeAll, describe, expect, it } from 'vitest';
import { auditTrail } from './support/audit-trail.js';
import { tokenFor } from './support/callers.js';
import { sdkClient } from './support/mcp-calls.js';
import { callOnce, type OfferedTool, offeredTools } from './support/offered-tools.js';
import { identities, policy, scopesOf } from './support/running-stack.js';
import { stopTheWorld } from './support/world.js';

const tools = await offeredTools();
const agents = identities.filter(({ kind }) => kind === 'agent');
const serviceOf = ({ scope }: OfferedTool): string => policy.scopes.get(scope)?.audience ?? '';

beforeAll(stopTheWorld);

it('every operation of the three APIs is a tool', () => {
  expect(tools.length).toBeGreaterThan(30);
  for (const { scope } of tools) expect(policy.scopes.has(scope)).toBe(true);
});

describe.each(agents)('$name', (agent) => {
  const held = scopesOf(agent);
  const callable = tools.filter(({ scope }) => held.has(scope));
  const others = tools.filter(({ scope }) => !held.has(scope));
  const nobody = async () => 'decline' as const;

  it.each(['modern', 'legacy'] as const)('is shown the tools of its role and no other (%s)', async (era) => {
    const client = await sdkClient(agent.name, era, nobody);
    const { tools: listed } = await client.listTools();
    expect(listed.map(({ name }) => name)).toEqual(callable.map(({ name }) => name));
    await client.close();
  });

  it.each(callable)(
    'may call $name: one record here, one at the API, for it and through the server',
    async (tool) => {
      const { requestId, status, body } = await callOnce(tool, await tokenFor(agent.name, 'mcp-server'));
      expect({ status, body }).toMatchObject({ status: 200 });
      const [here] = (await auditTrail([requestId], 'mcp-server')).get(requestId) ?? [];
      expect(here).toMatchObject({ agent: agent.name, through: null, role: agent.role, action: tool.name });
      expect((await auditTrail([requestId], 'mcp-server')).get(requestId)).toHaveLength(1);
      const there = (await auditTrail([requestId], serviceOf(tool))).get(requestId);
      expect(there).toHaveLength(1);
      expect(there?.[0]).toMatchObject({
        agent: agent.name,
        through: 'mcp-server',
        role: agent.role,
        // What came of it is the same in both.
        result: here?.result,
        reason: here?.reason,
        trace_id: here?.trace_id,
      });
    },
  );

  it.each(others)('may not call $name: 403 with its scope, one record, and no API is asked', async (tool) => {
    const { requestId, status, challenge } = await callOnce(tool, await tokenFor(agent.name, 'mcp-server'));
    expect(status).toBe(403);
    expect(challenge).toContain('error="insufficient_scope"');
    expect(challenge).toContain(`scope="${tool.scope}"`);
    const records = (await auditTrail([requestId], 'mcp-server')).get(requestId);
    expect(records).toHaveLength(1);
    expect(records?.[0]).toMatchObject({
      agent: agent.name,
      action: tool.name,
      result: 'denied',
      reason: 'insufficient_scope',
    });
    expect((await auditTrail([requestId], serviceOf(tool))).get(requestId)).toBeUndefined();
  });
});

it.each(tools)('$name asks a caller without a token for one', async (tool) => {
  const { requestId, status, challenge } = await callOnce(tool, undefined);
  expect(status).toBe(401);
  expect(challenge).toContain('scope="audience:mcp-server"');
  expect(challenge).toContain('/.well-known/oauth-protected-resource/mcp"');
  const records = (await auditTrail([requestId], 'mcp-server')).get(requestId);
  expect(records).toHaveLength(1);
  expect(records?.[0]).toMatchObject({ agent: 'anonymous', result: 'denied', reason: 'token_missing' });
});

it('a token that was made out to an API is refused', async () => {
  const [tool] = tools.filter(({ name }) => name === 'inventory_get_level');
  if (!tool) throw new Error('there is no inventory_get_level');
  const { status } = await callOnce(tool, await tokenFor('inventory_bot', 'inventory-api'));
  expect(status).toBe(401);
});
