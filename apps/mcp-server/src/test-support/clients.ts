import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const info = { name: 'test', version: '1' };
const bearing = (token: string) => ({ requestInit: { headers: { authorization: `Bearer ${token}` } } });

/** The SDK's second client, pinned to 2026-07-28. */
export async function modernClient(url: string, token: string): Promise<Client> {
  const client = new Client(info, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', url), bearing(token)));
  return client;
}

/** The SDK's first client, which speaks 2025-11-25 in a session. */
export async function firstClient(url: string, token: string) {
  const client = new FirstClient(info);
  const transport = new FirstTransport(new URL('/mcp', url), bearing(token));
  // Its types know no exactOptionalPropertyTypes: `sessionId` is optional there.
  await client.connect(transport as Parameters<typeof client.connect>[0]);
  return { client, sessionId: transport.sessionId };
}

/** One message of 2026-07-28 as it is on the wire. */
export function post(
  url: string,
  token: string | null,
  message: unknown,
  headers: Record<string, string> = {},
) {
  return fetch(new URL('/mcp', url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: typeof message === 'string' ? message : JSON.stringify(message),
  });
}

/** A call of 2026-07-28 with its envelope and the headers that repeat it. */
export function toolCall(name: string, args: object, meta: object = {}) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    ...meta,
  };
  return {
    message: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args, _meta } },
    headers: { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': name },
  };
}
