import { runningStack } from '@stockade/testing';
import { z } from 'zod';
import { exchange } from './exchange.js';
import { toolRequest } from './mcp-message.js';

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
  const { requestId, status, headers, text } = await exchange(toolRequest(name, example), token);
  const challenge = headers.get('www-authenticate') ?? '';
  return { requestId, status, challenge, body: text };
}
