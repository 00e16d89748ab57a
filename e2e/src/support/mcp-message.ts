import { z } from 'zod';
import type { Exchange } from './exchange.js';
import { jsonOf } from './json-of.js';
import { mcpUrl } from './mcp-calls.js';
import type { RequestParts } from './valid-request.js';

const version = '2026-07-28';

/** A message of 2026-07-28 on the wire, whole. */
export function mcpRequest(method: string, params: object = {}, name?: string): RequestParts {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return {
    method: 'POST',
    url: mcpUrl().href,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': version,
      'mcp-method': method,
      ...(name !== undefined && { 'mcp-name': headerOf(name) }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } }),
  };
}

export const toolRequest = (name: string, args: object = {}): RequestParts =>
  mcpRequest('tools/call', { name, arguments: args }, name);

/** What no header can carry goes in Base64, as the protocol says. */
const headerOf = (name: string): string =>
  /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(name)
    ? name
    : `=?base64?${Buffer.from(name).toString('base64')}?=`;

const failed = z.object({
  result: z.object({
    isError: z.literal(true),
    _meta: z.object({ 'dev.stockade/problem': z.object({ code: z.string() }) }),
  }),
});
const rpcError = z.object({ error: z.object({ code: z.int() }) });

/**
 * How a message was refused: `403 insufficient_scope` by its HTTP answer, `200 condition_failed` by the result of
 * its tool, `200 -32602` by a JSON-RPC error; `200 answered` where it was not.
 */
export function refusalOf({ status, code, text }: Exchange): string {
  if (code !== undefined) return `${status} ${code}`;
  const body = jsonOf(text);
  const problem = failed.safeParse(body).data?.result._meta['dev.stockade/problem'].code;
  return `${status} ${problem ?? rpcError.safeParse(body).data?.error.code ?? 'answered'}`;
}
