import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Call, call as send } from './test-support/call.js';
import { type NoteStack, noteStack } from './test-support/note-service.js';

let stack: NoteStack;
let url: string;
let token: string;

beforeAll(async () => {
  stack = await noteStack();
  url = (await stack.start()).url;
  token = await stack.issuer.token();
});
afterAll(() => stack.close());
beforeEach(() => stack.newRecords());

const call = (given: Partial<Call>) => send(url, { token, ...given });

/** Sends bytes as they are; resolves with all that comes back. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    let received = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      received += chunk;
    });
    socket.on('error', reject).on('close', () => resolve(received));
  });
}

describe('a request that is in order', () => {
  it('R20: a change and its record are committed together, with ETag, ids and role', async () => {
    const headers = { 'x-request-id': 'my-request.1' };
    const { answer, status, body } = await call({ body: '{"text":"hello"}', headers });
    expect(status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.headers.get('x-request-id')).toBe('my-request.1');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await stack.newRecords()).toMatchObject([
      {
        agent: 'inventory_bot',
        through: null,
        role: 'InventoryManager',
        action: 'notes.write',
        resource: `/v1/notes/${body.id}`,
        result: 'allowed',
        status: 201,
        request_id: 'my-request.1',
        token_id_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  it('reads, with one record that leaves the query out', async () => {
    const { status, body } = await call({ method: 'GET', path: '/v1/notes?limit=1' });
    expect([status, body.items.length]).toEqual([200, 1]);
    const records = await stack.newRecords();
    expect(records).toMatchObject([{ action: 'notes.list', resource: '/v1/notes', result: 'allowed' }]);
  });

  it('edits the version that If-Match names, and no other', async () => {
    const written = (await call({ body: '{"text":"first"}' })).body;
    const path = `/v1/notes/${written.id}`;
    const edit = (tag?: string) =>
      call({ method: 'PUT', path, body: '{"text":"second"}', headers: tag ? { 'if-match': tag } : {} });
    await stack.newRecords();
    expect(await edit()).toMatchObject({ status: 428, body: { code: 'version_required' } });
    expect(await edit('1')).toMatchObject({ status: 400 });
    expect(await edit('"abc"')).toMatchObject({ status: 412 });
    const edited = await edit('"1"');
    expect([edited.status, edited.answer.headers.get('etag')]).toEqual([200, '"2"']);
    expect(await edit('W/"1"')).toMatchObject({ status: 412, body: { code: 'version_stale' } });
    expect((await stack.newRecords()).map(({ status }) => status)).toEqual([428, 400, 412, 200, 412]);
  });

  it('makes a request id where the given one is not well-formed', async () => {
    const { answer } = await call({ method: 'GET', headers: { 'x-request-id': 'a b' } });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('ignores what X-Agent headers say (R7)', async () => {
    await call({ method: 'GET', headers: { 'x-agent-id': 'order_placer', 'x-agent-role': 'OrderAgent' } });
    expect(await stack.newRecords()).toMatchObject([{ agent: 'inventory_bot' }]);
  });
});

describe('who and may-it come before the body', () => {
  const large = `{"text":"${'x'.repeat(2_000_000)}"}`;

  it('R3: answers 401 to a bad token with 2 MB of body, and to an unknown route', async () => {
    const before = await stack.countNotes();
    const refused = await call({ token: 'not.a.jwt', body: large });
    expect(refused).toMatchObject({
      status: 401,
      body: { status: 401, code: expect.stringMatching(/^token_/) },
    });
    expect(refused.answer.headers.get('www-authenticate')).toMatch(/^Bearer realm=.*error="invalid_token"/);
    expect(refused.answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await call({ token: null, path: '/no/such', body: '{' })).toMatchObject({ status: 401 });
    expect(await call({ token: null, body: '{', headers: { 'content-type': 'text/plain' } })).toMatchObject({
      body: { code: 'token_missing' },
    });
    expect(await stack.newRecords()).toMatchObject([
      { agent: 'anonymous', action: 'notes.write', result: 'denied', status: 401 },
      { agent: 'anonymous', action: 'unknown_route', resource: '/no/such', reason: 'token_missing' },
      { agent: 'anonymous', action: 'notes.write', reason: 'token_missing' },
    ]);
    expect(await stack.countNotes()).toBe(before);
  });

  it('R6: answers 403 without the scope, before it reads the body', async () => {
    const reader = await stack.issuer.token({ scope: 'inventory:read' });
    const refused = await call({ token: reader, body: large });
    expect(refused).toMatchObject({ status: 403, body: { code: 'insufficient_scope' } });
    expect(refused.answer.headers.get('www-authenticate')).toContain('scope="inventory:write"');
    expect(await stack.newRecords()).toMatchObject([
      { agent: 'inventory_bot', role: 'InventoryManager', result: 'denied', reason: 'insufficient_scope' },
    ]);
  });

  it('answers 404 and 405 to a caller that is known', async () => {
    expect(await call({ path: '/no/such' })).toMatchObject({ status: 404, body: { code: 'not_found' } });
    const refused = await call({ method: 'DELETE', path: '/v1/notes' });
    expect(refused).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
    expect(refused.answer.headers.get('allow')).toBe('GET, POST');
    expect((await stack.newRecords()).map(({ action }) => action)).toEqual([
      'unknown_route',
      'unknown_route',
    ]);
  });

  it('R11: answers 403 to values that the condition of the role forbids', async () => {
    expect(await call({ path: '/v1/adjustments', body: '{"delta":100000}' })).toMatchObject({ status: 200 });
    expect(await call({ path: '/v1/adjustments', body: '{"delta":-1000001}' })).toMatchObject({
      status: 403,
      body: { code: 'condition_failed', errors: [{ pointer: '/body/delta' }] },
    });
    const records = await stack.newRecords();
    expect(records.map(({ result }) => result)).toEqual(['allowed', 'denied']);
  });
});

describe('bad input is refused with one record, and changes nothing', () => {
  const json = 'application/json';
  const pointers = (...names: string[]) => names.map((pointer) => expect.objectContaining({ pointer }));
  const cases: [string, Partial<Call>, number, string, unknown[]?][] = [
    ['1 MB and more', { body: `{"text":"${'x'.repeat(1_000_000)}"}` }, 413, 'body_too_large'],
    ['text/plain', { body: '{}', headers: { 'content-type': 'text/plain' } }, 415, 'unsupported_media_type'],
    [
      'a form',
      { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported_media_type',
    ],
    ['bad JSON', { body: '{"text":' }, 400, 'invalid_request'],
    ['an empty body', { body: '', headers: { 'content-type': json } }, 400, 'invalid_request'],
    ['bytes that are no UTF-8', { body: new Uint8Array([0x22, 0xff, 0x22]) }, 400, 'invalid_request'],
    ['__proto__', { body: '{"text":"a","__proto__":{"x":1}}' }, 400, 'invalid_request'],
    [
      'constructor.prototype',
      { body: '{"text":"a","constructor":{"prototype":{}}}' },
      400,
      'invalid_request',
    ],
    ['a NUL', { body: '{"text":"a\\u0000b"}' }, 422, 'validation_failed', pointers('/body/text')],
    ['a lone surrogate', { body: '{"text":"\\ud800"}' }, 422, 'validation_failed', pointers('/body/text')],
    ['1e400', { body: '{"text":"a","weight":1e400}' }, 422, 'validation_failed', pointers('/body/weight')],
    [
      'unknown fields',
      { body: '{"text":"a","b/c":1,"d":2}' },
      422,
      'validation_failed',
      pointers('/body/b~1c', '/body/d'),
    ],
    ['a missing field', { body: '{}' }, 422, 'validation_failed', pointers('/body/text')],
    ['an array', { body: '[]' }, 422, 'validation_failed', pointers('/body')],
    ['null', { body: 'null' }, 422, 'validation_failed'],
    [
      'a UUID that is none',
      { method: 'GET', path: '/v1/notes/1' },
      400,
      'invalid_request',
      pointers('/params/id'),
    ],
    [
      'a bad query',
      { method: 'GET', path: '/v1/notes?limit=0' },
      400,
      'invalid_request',
      pointers('/query/limit'),
    ],
    [
      'an unknown query',
      { method: 'GET', path: '/v1/notes?x=1' },
      400,
      'invalid_request',
      pointers('/query/x'),
    ],
    ['a repeated query', { method: 'GET', path: '/v1/notes?limit=1&limit=2' }, 400, 'invalid_request'],
    ['a broken escape', { method: 'GET', path: '/v1/notes/%zz' }, 400, 'invalid_request'],
    ['an endless parameter', { method: 'GET', path: `/v1/notes/${'1'.repeat(500)}` }, 414, 'uri_too_long'],
    ['an answer that breaks its contract', { body: '{"text":"broken"}' }, 500, 'internal_error'],
    ['a handler that fails', { body: '{"text":"fail"}' }, 500, 'internal_error'],
  ];

  it.each(cases)('%s', async (_, sent, status, code, errors) => {
    const before = await stack.countNotes();
    const refused = await call(sent);
    expect(refused.body).toMatchObject({
      status,
      code,
      type: `urn:stockade:problem:${code}`,
      ...(errors && { errors }),
    });
    expect(refused.status).toBe(status);
    expect(refused.body.instance).toBe(refused.answer.headers.get('x-request-id'));
    expect(JSON.stringify(refused.body)).not.toContain('private text');
    expect(await stack.newRecords()).toMatchObject([
      { agent: 'inventory_bot', result: 'failed', reason: code, status, request_id: refused.body.instance },
    ]);
    expect(await stack.countNotes()).toBe(before);
  });

  it('a broken escape without a token is a 401', async () => {
    expect(await call({ method: 'GET', path: '/v1/%zz', token: null })).toMatchObject({ status: 401 });
    expect(await stack.newRecords()).toMatchObject([{ agent: 'anonymous', status: 401 }]);
  });

  it('headers that are too large, and what is no HTTP', async () => {
    const answer = await raw(`GET /v1/notes HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 [\s\S]*"code":"headers_too_large"/);
    expect(await raw('GET /v1/notes HTTP/1.1\r\nexpect: tea\r\nconnection: close\r\n\r\n')).toContain(
      ' 401 ',
    );
    expect(await raw('PROPFIND /v1/notes HTTP/1.1\r\nconnection: close\r\n\r\n')).toContain(' 401 ');
    expect(await raw('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"invalid_request"/);
    expect(await stack.newRecords()).toMatchObject([
      { agent: 'anonymous', action: 'unknown_route', reason: 'headers_too_large', status: 431 },
      { agent: 'anonymous', action: 'notes.list', status: 401 },
      { agent: 'anonymous', action: 'unknown_route', status: 401 },
      { agent: 'anonymous', action: 'unknown_route', reason: 'invalid_request', status: 400 },
    ]);
  });

  it('a caller that hangs up half-way leaves one record', async () => {
    const head = `POST /v1/notes HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token}\r\nidempotency-key: half\r\n`;
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      socket.write(`${head}content-type: application/json\r\ncontent-length: 50\r\n\r\n{"text"`, () =>
        socket.destroy(),
      );
    });
    const records = await vi.waitUntil(async () => {
      const found = await stack.newRecords();
      return found.length > 0 && found;
    });
    expect(records).toMatchObject([{ agent: 'inventory_bot', action: 'notes.write', result: 'failed' }]);
  });
});

describe('what is public', () => {
  const get = (path: string, headers = {}) => fetch(`${url}${path}`, { headers });

  it('tells health, figures and how to use the API, and leaves no record', async () => {
    expect(await (await get('/health/live')).json()).toEqual({ status: 'live' });
    expect(await (await get('/health/ready')).json()).toEqual({ status: 'ready' });
    expect(await (await get('/metrics')).text()).toContain('stockade_requests_total{operation="notes.write"');
    const tokenUrl = `${stack.issuer.url}/protocol/openid-connect/token`;
    const openapi = await get('/openapi.json');
    expect(await openapi.json()).toMatchObject({
      components: { securitySchemes: { oauth2: { flows: { clientCredentials: { tokenUrl } } } } },
    });
    const known = { 'if-none-match': String(openapi.headers.get('etag')) };
    expect((await get('/openapi.json', known)).status).toBe(304);
    const docs = await get('/docs');
    expect([docs.status, docs.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("'self'"),
    ]);
    expect((await get('/docs/swagger-ui-bundle.js')).status).toBe(200);
    expect(await stack.newRecords()).toEqual([]);
  });
});
