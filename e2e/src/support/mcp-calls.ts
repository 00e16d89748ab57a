import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { runningStack } from '@stockade/testing';
import { z } from 'zod';
import { tokenFor } from './callers.js';
import { jsonOf } from './json-of.js';

const VERSION = '2026-07-28';
const SERVICE = 'mcp-server';

export const mcpUrl = (): URL => new URL('/mcp', runningStack().services[SERVICE]?.url);

const inputRequest = z.looseObject({
  method: z.string(),
  params: z.looseObject({ url: z.url().optional() }),
});

const toolAnswer = z.looseObject({
  resultType: z.string().optional(),
  isError: z.boolean().optional(),
  content: z.array(z.looseObject({ text: z.string().optional() })).optional(),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  inputRequests: z.record(z.string(), inputRequest).optional(),
  requestState: z.string().optional(),
});

const message = z.looseObject({
  result: toolAnswer.optional(),
  error: z.looseObject({ code: z.number(), message: z.string() }).optional(),
});

/** One answer of `tools/call`, or the JSON-RPC error in its place. */
export interface ToolAnswer {
  readonly result: z.output<typeof toolAnswer> | undefined;
  readonly error: { readonly code: number; readonly message: string } | undefined;
  /** All text of the result. */
  readonly text: string;
}

/** What a caller may put into a round, genuine or not. */
export interface Round {
  readonly requestState?: string | undefined;
  readonly inputResponses?: Readonly<Record<string, unknown>>;
  readonly capabilities?: object;
  readonly signal?: AbortSignal;
}

const ASKABLE = { elicitation: { url: {} } };

/** Calls a tool as any program can that writes HTTP: the raw protocol of 2026-07-28, one round. */
export async function callTool(
  caller: string,
  name: string,
  args: object,
  { requestState, inputResponses, capabilities = ASKABLE, signal }: Round = {},
): Promise<ToolAnswer> {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': VERSION,
    'io.modelcontextprotocol/clientInfo': { name: 'e2e', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': capabilities,
  };
  const params = { name, arguments: args, requestState, inputResponses, _meta: meta };
  const answer = await fetch(mcpUrl(), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await tokenFor(caller, SERVICE)}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': VERSION,
      'mcp-method': 'tools/call',
      'mcp-name': name,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
    ...(signal && { signal }),
  });
  const { result, error } = message.parse(jsonOf(await answer.text()));
  return { result, error, text: (result?.content ?? []).map(({ text = '' }) => text).join('\n') };
}

/** A client of the SDK; `visit` is what it does with an address that the server sends its person to. */
export async function sdkClient(
  caller: string,
  era: 'modern' | 'legacy',
  visit: (url: string) => Promise<'accept' | 'decline'>,
): Promise<Client> {
  const client = new Client(
    { name: 'e2e', version: '1' },
    {
      capabilities: { elicitation: { url: {} } },
      ...(era === 'modern' && { versionNegotiation: { mode: { pin: VERSION } } }),
    },
  );
  client.setRequestHandler('elicitation/create', async ({ params }) => {
    if (params.mode !== 'url') throw new Error('the server asked for something else than a visit');
    return { action: await visit(params.url) };
  });
  const token = () => tokenFor(caller, SERVICE);
  await client.connect(new StreamableHTTPClientTransport(mcpUrl(), { authProvider: { token } }));
  return client;
}
