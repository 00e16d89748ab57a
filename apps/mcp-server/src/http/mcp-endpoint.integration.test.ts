import { request } from 'node:http';
import { extractWWWAuthenticateParams } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyDetached } from '../manifest/signature.js';
import { contentOf, firstClient, modernClient, post, toolCall } from '../test-support/clients.js';
import { level, place } from '../test-support/stock.js';
import { type ToolServer, toolServer } from '../test-support/tool-server.js';

let server: ToolServer;
beforeAll(async () => {
  server = await toolServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  server.api.asked.length = 0;
  server.api.answer = () => ({ status: 200, body: level });
  await server.newRecords();
});

const call = async (name: string, args: object, claims = {}) => {
  const asked = toolCall(name, args);
  return post(server.url, await server.token(claims), asked.message, asked.headers);
};

describe('who may call', () => {
  it('tells a stranger where tokens are to be had (RFC 9728)', async () => {
    const { message } = toolCall('inventory_get_level', place);
    const answer = await post(server.url, null, message);
    expect(answer.status).toBe(401);
    const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(answer);
    expect(scope).toBe('audience:mcp-server');
    // Of the public address, which a port of 0 does not tell.
    const metadata = await fetch(new URL(resourceMetadataUrl?.pathname ?? '', server.url));
    expect(await metadata.json()).toMatchObject({ authorization_servers: [server.issuer.url] });
    expect(await server.newRecords()).toMatchObject([
      { agent: 'anonymous', result: 'denied', reason: 'token_missing', status: 401 },
    ]);
  });

  it('refuses a token that was made out to an API', async () => {
    const answer = await call('inventory_get_level', place, { aud: 'inventory-api' });
    expect(answer.status).toBe(401);
    expect((await contentOf(answer)).code).toBe('wrong_audience');
  });

  it('names exactly the scope of the tool, and lets the call through once the token has it', async () => {
    const answer = await call('inventory_get_level', place, { scope: 'inventory:write' });
    expect(answer.status).toBe(403);
    const { error, scope } = extractWWWAuthenticateParams(answer);
    expect({ error, scope }).toEqual({ error: 'insufficient_scope', scope: 'inventory:read' });
    const again = await call('inventory_get_level', place, { scope: 'inventory:write inventory:read' });
    expect((await contentOf(again)).result?.structuredContent).toEqual(level);
    expect(await server.newRecords()).toMatchObject([
      {
        agent: 'inventory_bot',
        action: 'inventory_get_level',
        result: 'denied',
        reason: 'insufficient_scope',
      },
      { agent: 'inventory_bot', role: 'InventoryManager', action: 'inventory_get_level', result: 'allowed' },
    ]);
  });

  it('passes no token on: the API sees one for itself, for one scope, of the agent through this server', async () => {
    await call('inventory_get_level', place);
    expect(server.api.last.claims).toMatchObject({
      aud: 'inventory-api',
      scope: 'inventory:read',
      azp: 'mcp-server',
      preferred_username: 'service-account-inventory_bot',
    });
  });

  it.each([
    ['Host', { host: 'evil.example' }],
    ['Origin', { origin: 'https://evil.example' }],
  ])('refuses a page of another site: %s', async (_, headers) => {
    const { status, body } = await rawPost(server.url, await server.token(), headers);
    expect(status).toBe(403);
    expect(JSON.parse(body).code).toBe('origin_refused');
    expect(await server.newRecords()).toMatchObject([{ reason: 'origin_refused', status: 403 }]);
  });
});

describe('what is no message of ours', () => {
  const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const { message, headers } = toolCall('inventory_get_level', place);

  it.each<[string, string, number]>([
    ['a batch', JSON.stringify([message]), 400],
    ['10 MB', JSON.stringify({ ...message, padding: 'x'.repeat(10_000_000) }), 413],
    [
      'JSON nested 10,000 deep',
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"a":${deep(10_000)}}}`,
      400,
    ],
    ['no JSON', '{', 400],
    ['no JSON-RPC', '{"jsonrpc":"1.0"}', 400],
    ['headers that say otherwise', JSON.stringify({ ...message, method: 'tools/list' }), 400],
  ])('%s is refused with one record', async (_, body, status) => {
    const answer = await post(server.url, await server.token(), body, headers);
    expect(answer.status).toBe(status);
    await answer.text();
    expect(await server.newRecords()).toMatchObject([{ agent: 'inventory_bot', result: 'failed', status }]);
    expect(server.api.asked).toEqual([]);
  });
});

describe('a session of 2025-11-25', () => {
  it('is no one else’s: another agent that has its id is told that there is none', async () => {
    const { client, sessionId = '' } = await firstClient(server.url, await server.token());
    const thief = {
      azp: 'order_placer',
      client_id: 'order_placer',
      roles: ['OrderAgent'],
      scope: 'orders:read',
    };
    const stolen = await post(
      server.url,
      await server.token(thief),
      { jsonrpc: '2.0', id: 7, method: 'tools/list' },
      { 'mcp-session-id': sessionId, 'mcp-protocol-version': '2025-11-25' },
    );
    expect(stolen.status).toBe(404);
    await client.close();
  });
});

describe('the manifest', () => {
  it('is served with a signature that a client can check, and a digest', async () => {
    const manifest = await fetch(`${server.url}/.well-known/mcp-manifest.json`);
    const text = await manifest.text();
    const signature = await (await fetch(`${server.url}/.well-known/mcp-manifest.jws`)).text();
    await expect(verifyDetached(text, signature)).resolves.toBeUndefined();
    await expect(verifyDetached(text.replace('stock', 'STOCK'), signature)).rejects.toThrow();
    const client = await modernClient(server.url, await server.token({ scope: 'audience:mcp-server' }));
    const { tools } = await client.listTools();
    const pinned: { name: string }[] = JSON.parse(text).tools;
    expect(pinned).toEqual(expect.arrayContaining(tools));
    await client.close();
  });
});

/** `fetch` sets Host by itself. */
async function rawPost(url: string, token: string, headers: Record<string, string>) {
  const { message, headers: own } = toolCall('inventory_get_level', place);
  const sent = { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...own, ...headers };
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const asking = request(new URL('/mcp', url), { method: 'POST', headers: sent }, async (answer) => {
      const body = Buffer.concat(await answer.toArray()).toString();
      resolve({ status: answer.statusCode, body });
    });
    asking.on('error', reject).end(JSON.stringify(message));
  });
}
