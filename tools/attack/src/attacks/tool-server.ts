import { z } from 'zod';
import type { Attempt } from '../attempt.js';
import type { Platform } from '../platform.js';
import { sendRefused } from '../send.js';

const server = 'mcp-server';
const version = '2026-07-28';
const manifest = z.object({ tools: z.array(z.object({ name: z.string(), description: z.string() })) });
const area = 'tool server';

/** Each agent, with its real token, at every tool that its role does not hold. */
export async function foreignTools({ agents, policy, services, token }: Platform): Promise<Attempt[]> {
  const answer = await fetch(`${services[server]?.url}/.well-known/mcp-manifest.json`);
  const { tools } = manifest.parse(await answer.json());
  const expected = '403 insufficient_scope';
  return agents.flatMap(({ name: attacker, role }) => {
    const held = policy.roles.get(role)?.scopes ?? new Set();
    return tools
      .filter(({ description }) => !held.has(/^Needs the scope (\S+)\.$/m.exec(description)?.[1] ?? ''))
      .map(({ name }) => ({
        area,
        attacker,
        attempt: name,
        expected,
        run: async () => sendRefused(callOf(services, name, await token(attacker, server)), [expected]),
      }));
  });
}

/** Each agent at the tool server with the tokens that it has for an API. */
export function tokensOfApis({ agents, policy, services, token }: Platform): Attempt[] {
  const expected = '401 wrong_audience';
  return agents.flatMap(({ name: attacker, role }) => {
    const scopes = [...(policy.roles.get(role)?.scopes ?? [])];
    const apis = new Set(scopes.map((scope) => policy.scopes.get(scope)?.audience ?? ''));
    return [...apis].map((api) => ({
      area,
      attacker,
      attempt: `its token for ${api}`,
      expected,
      run: async () =>
        sendRefused(callOf(services, 'inventory_list_levels', await token(attacker, api)), [expected]),
    }));
  });
}

function callOf(services: Platform['services'], name: string, token: string) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return {
    method: 'POST',
    url: `${services[server]?.url}/mcp`,
    token,
    headers: {
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': version,
      'mcp-method': 'tools/call',
      'mcp-name': name,
    },
    body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {}, _meta } },
  };
}
