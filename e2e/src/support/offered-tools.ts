import { randomUUID } from 'node:crypto';
import { runningStack } from '@stockade/testing';
import { z } from 'zod';
import { mcpUrl } from './mcp-calls.js';

const manifest = z.object({ tools: z.array(z.object({ name: z.string(), description: z.string() })) });
const args = z.record(z.string(), z.unknown());

/** A tool as its manifest tells of it. */
export interface OfferedTool {
  readonly name: string;
  readonly scope: string;
  /** Arguments of a call that makes sense. */
  readonly example: Readonly<Record<string, unknown>>;
}

/** Every tool of the running server, whoever may call it; a test that goes over these forgets none. */
export async function offeredTools(): Promise<OfferedTool[]> {
  const url = new URL('/.well-known/mcp-manifest.json', runningStack().services['mcp-server']?.url);
  const { tools } = manifest.parse(await (await fetch(url)).json());
  return tools.map(({ name, description }) => {
    const [, scope = ''] = /^Needs the scope (\S+)\.$/m.exec(description) ?? [];
    const [, example = ''] = /^Example arguments: (.*)$/m.exec(description) ?? [];
    return { name, scope, example: args.parse(JSON.parse(example)) };
  });
}

/** Calls a tool with its example, under a request id of its own. */
export async function callOnce({ name, example }: OfferedTool, token: string | undefined) {
  const requestId = randomUUID();
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const answer = await fetch(mcpUrl(), {
    method: 'POST',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'x-request-id': requestId,
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': name,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name, arguments: example, _meta },
    }),
  });
  const challenge = answer.headers.get('www-authenticate') ?? '';
  return { requestId, status: answer.status, challenge, body: await answer.text() };
}
