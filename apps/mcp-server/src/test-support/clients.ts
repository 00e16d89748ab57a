import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { z } from 'zod';

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

const toolResult = z.looseObject({
  isError: z.boolean().optional(),
  content: z.array(z.looseObject({ text: z.string() })),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
});
const message = z.looseObject({
  result: toolResult.optional(),
  error: z.looseObject({ message: z.string() }).optional(),
  /** Of a refusal before any JSON-RPC (RFC 9457). */
  code: z.string().optional(),
  detail: z.string().optional(),
});

/** What came back of a message: a result or a JSON-RPC error, or a problem. */
export async function contentOf(answer: Response) {
  const { result, error, code, detail } = message.parse(await answer.json());
  return { result, error, code, detail, text: result?.content[0]?.text };
}
