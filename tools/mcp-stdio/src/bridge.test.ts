import { setTimeout as sleep } from 'node:timers/promises';
import {
  InMemoryTransport,
  type JSONRPCMessage,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Bridge } from './bridge.js';

const endpoint = new URL('http://mcp.test/mcp');
const modern = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'program', version: '1' },
};

let program: InMemoryTransport;
let answers: JSONRPCMessage[];
let told: string[];
let running: Promise<void>;
/** Requests that reached the endpoint. */
let requests: Request[];
/** Answers in the place of the server, where a test sets it. */
let standIn: ((request: Request) => Promise<Response>) | undefined;
let cancelled: number;

beforeEach(async () => {
  [answers, told, requests, cancelled, standIn] = [[], [], [], 0, undefined];
  const handler = createMcpHandler(() => serverWithTools());
  const [left, right] = InMemoryTransport.createLinkedPair();
  program = left;
  program.onmessage = (message) => answers.push(message);
  await program.start();
  const server = new StreamableHTTPClientTransport(endpoint, {
    authProvider: { token: async () => 'token-of-the-agent' },
    onInsufficientScope: 'throw',
    fetch: async (url, init) => {
      const request = new Request(url, init);
      requests.push(request);
      return standIn ? standIn(request) : handler.fetch(request);
    },
  });
  running = new Bridge(right, server, (line) => told.push(line)).run();
});
afterEach(async () => {
  await program.close();
  await running;
});

function serverWithTools(): McpServer {
  const server = new McpServer({ name: 'test', version: '1' });
  const inputSchema = fromJsonSchema({ type: 'object' });
  server.registerTool('echo', { inputSchema }, async (input) => ({
    content: [{ type: 'text', text: JSON.stringify(input) }],
    structuredContent: { unknown: { to: 'the bridge' } },
  }));
  server.registerTool('work', { inputSchema }, async (_, { mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    if (progressToken !== undefined) {
      await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress: 1 } });
    }
    mcpReq.signal.addEventListener('abort', () => {
      cancelled += 1;
    });
    await sleep(10_000, undefined, { signal: mcpReq.signal });
    return { content: [] };
  });
  return server;
}

const send = (message: object) => program.send({ jsonrpc: '2.0', ...message } as JSONRPCMessage);
const answerTo = async (id: number) => {
  await vi.waitUntil(() => answers.some((one) => 'id' in one && one.id === id));
  return answers.find((one) => 'id' in one && one.id === id);
};
const ask = async (id: number, method: string, params?: object) => {
  await send({ id, method, params });
  return answerTo(id);
};
const problem =
  (status: number, body: object, headers = {}) =>
  async () =>
    new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/problem+json', ...headers },
    });

describe('the bridge', () => {
  it('serves a program of 2026-07-28, with the headers that its requests must have, and the token', async () => {
    const answer = await ask(1, 'tools/call', { _meta: modern, name: 'echo', arguments: { a: [1] } });
    expect(answer).toMatchObject({
      result: { content: [{ text: '{"a":[1]}' }], structuredContent: { unknown: { to: 'the bridge' } } },
    });
    expect(Object.fromEntries(requests[0]?.headers ?? [])).toMatchObject({
      authorization: 'Bearer token-of-the-agent',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'echo',
    });
  });

  it('serves a program of 2025-11-25, and names the version that was agreed on', async () => {
    const clientInfo = { name: 'program', version: '1' };
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
    expect(await ask(1, 'initialize', params)).toMatchObject({ result: { protocolVersion: '2025-11-25' } });
    await send({ method: 'notifications/initialized' });
    expect(await ask(2, 'tools/list')).toMatchObject({
      result: { tools: [{ name: 'echo' }, { name: 'work' }] },
    });
    expect(requests.at(-1)?.headers.get('mcp-protocol-version')).toBe('2025-11-25');
  });

  it('passes on progress, and a cancellation ends the work and is not answered', async () => {
    await send({
      id: 7,
      method: 'tools/call',
      params: { _meta: { ...modern, progressToken: 'p' }, name: 'work', arguments: {} },
    });
    await vi.waitUntil(() => answers.length > 0);
    expect(answers).toMatchObject([
      { method: 'notifications/progress', params: { progressToken: 'p', progress: 1 } },
    ]);
    const before = requests.length;
    await send({ method: 'notifications/cancelled', params: { requestId: 7 } });
    await vi.waitUntil(() => cancelled === 1);
    expect(await ask(8, 'tools/list', { _meta: modern })).toHaveProperty('result');
    expect(requests).toHaveLength(before + 1);
    expect(answers.some((one) => 'id' in one && one.id === 7)).toBe(false);
    expect(told).toEqual([]);
  });

  it('passes on the errors of the server as they are', async () => {
    const unknownTool = await ask(1, 'tools/call', { _meta: modern, name: 'nope', arguments: {} });
    expect(unknownTool).toMatchObject({ error: { code: -32602, message: 'Tool nope not found' } });
    const unknownMethod = await ask(2, 'no/such', { _meta: modern });
    expect(unknownMethod).toMatchObject({ error: { code: -32601, message: 'Method not found' } });
  });

  it('says in words what the server refused', async () => {
    standIn = problem(429, { code: 'rate_limited', title: 'Too many requests', detail: 'Wait 3 seconds.' });
    expect(await ask(1, 'tools/list', { _meta: modern })).toMatchObject({
      error: { message: 'Too many requests: Wait 3 seconds.', data: { status: 429, code: 'rate_limited' } },
    });
    const challenge = 'Bearer error="insufficient_scope", scope="orders:create"';
    standIn = problem(403, {}, { 'www-authenticate': challenge });
    expect(await ask(2, 'tools/call', { _meta: modern, name: 'echo' })).toMatchObject({
      error: { message: 'The agent lacks the scope orders:create.' },
    });
    standIn = async () => new Response('<html>', { status: 502 });
    expect(await ask(3, 'tools/list', { _meta: modern })).toMatchObject({
      error: { message: 'The server answered 502.', data: { status: 502 } },
    });
  });

  it('answers what it could not deliver, and serves on', async () => {
    standIn = () => Promise.reject(new TypeError('fetch failed'));
    expect(await ask(1, 'tools/list', { _meta: modern })).toMatchObject({
      error: { message: expect.stringContaining('does not answer') },
    });
    const stream = { headers: { 'content-type': 'text/event-stream' } };
    standIn = async () => new Response('', stream);
    expect(await ask(2, 'tools/list', { _meta: modern })).toMatchObject({
      error: { message: expect.stringContaining('without an answer') },
    });
    standIn = undefined;
    expect(await ask(3, 'tools/list', { _meta: modern })).toHaveProperty('result');
  });

  it('shows nobody the token', async () => {
    standIn = problem(401, { code: 'token_invalid', title: 'The access token is not valid' });
    await ask(1, 'tools/list', { _meta: modern });
    expect(JSON.stringify([answers, told])).not.toContain('token-of-the-agent');
  });

  it('ends with the program, and with it what is still under way', async () => {
    await send({ id: 1, method: 'tools/call', params: { _meta: modern, name: 'work', arguments: {} } });
    await vi.waitUntil(() => requests.length === 1);
    await program.close();
    await running;
    await vi.waitUntil(() => requests[0]?.signal.aborted);
  });
});
