import type { JsonSchema, LiveOperation } from './live-operations.js';
import {
  asksFor,
  type Fixtures,
  type RequestParts,
  sample,
  validRequest,
  withParameter,
} from './valid-request.js';

/** A request with one thing wrong, and how it must be answered. */
export interface BrokenRequest {
  readonly name: string;
  readonly request: RequestParts;
  readonly status: number;
  readonly code: string;
  /** JSON Pointer that the answer must name; undefined where no field is at fault. */
  readonly field?: string;
}

const megabyte = 1_000_000;
const badAddress = { status: 400, code: 'invalid_request' };
const badContent = { status: 422, code: 'validation_failed' };

/** Everything that can be wrong with a request to an operation. */
export function brokenRequests(operation: LiveOperation, fixtures: Fixtures): BrokenRequest[] {
  const valid = validRequest(operation, fixtures);
  return [
    ...brokenAddresses(operation, fixtures, valid),
    ...(operation.body ? [...brokenTexts(valid), ...brokenFields(operation.body, fixtures, valid)] : []),
    ...brokenHeaders(operation, valid),
  ];
}

function brokenAddresses(operation: LiveOperation, fixtures: Fixtures, valid: RequestParts): BrokenRequest[] {
  const path = operation.parameters.filter((one) => one.in === 'path');
  const uuids = path.filter(({ schema }) => schema.format === 'uuid');
  const inPath = uuids.flatMap(({ name }) =>
    ['no-uuid', "'; SELECT 1; --", '%00', '0'.repeat(36)].map((value) => ({
      name: `${name} is ${JSON.stringify(value)}`,
      request: validRequest({ ...operation, path: withParameter(operation.path, name, value) }, fixtures),
      ...badAddress,
      field: `/params/${name}`,
    })),
  );
  const query = (name: string, value: string) => ({
    name: `${name}=${value}`,
    request: {
      ...valid,
      url: `${valid.url}${valid.url.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`,
    },
    ...badAddress,
    field: `/query/${name}`,
  });
  const knows = (name: string) => operation.parameters.some((one) => one.in === 'query' && one.name === name);
  return [
    ...inPath,
    query('unexpected', '1'),
    ...(knows('cursor') ? [query('cursor', 'not+a+cursor')] : []),
    // Looked into where the list is made, so below a resource that exists.
    ...(knows('cursor') && path.length === 0 ? [query('cursor', 'bm9wZQ')] : []),
    ...(knows('limit') ? [query('limit', '0'), query('limit', '201'), query('limit', 'many')] : []),
  ];
}

function brokenTexts(valid: RequestParts): BrokenRequest[] {
  const { body = '' } = valid;
  const refused = (
    name: string,
    text: string,
    expected: { status: number; code: string; field?: string },
  ) => ({
    name,
    request: { ...valid, body: text },
    ...expected,
  });
  return [
    refused('malformed JSON', `${body}}`, badAddress),
    refused('empty', '', badAddress),
    refused('__proto__', body.replace('{', '{"__proto__":{"isAdmin":true},'), badAddress),
    refused('constructor.prototype', body.replace('{', '{"constructor":{"prototype":{}},'), badAddress),
    refused('over a megabyte', `{"filler":"${'x'.repeat(megabyte)}"}`, {
      status: 413,
      code: 'body_too_large',
    }),
    refused('an array', `[${body}]`, { ...badContent, field: '/body' }),
    refused('null', 'null', { ...badContent, field: '/body' }),
    {
      ...refused('text/plain', body, { status: 415, code: 'unsupported_media_type' }),
      request: { ...valid, headers: { ...valid.headers, 'content-type': 'text/plain' } },
    },
  ];
}

/** Raw JSON of values that no field takes. */
const wrongValues: Readonly<Record<string, string>> = {
  'an object': '{"wrong":true}',
  'a NUL byte': '"a\\u0000b"',
  'a lone surrogate': '"\\ud800"',
  '1e400': '1e400',
};

function brokenFields(schema: JsonSchema, fixtures: Fixtures, valid: RequestParts): BrokenRequest[] {
  const body = sample(schema, fixtures) as Record<string, unknown>;
  const with_ = (name: string, value: Record<string, unknown>, field: string): BrokenRequest => ({
    name,
    request: { ...valid, body: JSON.stringify(value) },
    ...badContent,
    field,
  });
  const raw = (key: string, what: string, json: string): BrokenRequest => ({
    name: `${key} is ${what}`,
    request: { ...valid, body: JSON.stringify({ ...body, [key]: '<here>' }).replace('"<here>"', () => json) },
    ...badContent,
    field: `/body/${key}`,
  });
  const keys = Object.keys(body);
  return [
    with_('an unknown field', { ...body, unexpected: true }, '/body/unexpected'),
    ...keys.map((key) => {
      const { [key]: _missing, ...rest } = body;
      return with_(`without ${key}`, rest, `/body/${key}`);
    }),
    ...keys.flatMap((key) => Object.entries(wrongValues).map(([what, json]) => raw(key, what, json))),
  ];
}

function brokenHeaders(operation: LiveOperation, valid: RequestParts): BrokenRequest[] {
  const { 'idempotency-key': _key, ...withoutKey } = valid.headers;
  const { 'if-match': _version, ...withoutVersion } = valid.headers;
  const headers = (name: string, given: Record<string, string>, status: number, code: string) => ({
    name,
    request: { ...valid, headers: given },
    status,
    code,
  });
  return [
    ...(asksFor(operation, 'Idempotency-Key')
      ? [
          headers('no Idempotency-Key', withoutKey, 400, 'idempotency_key_missing'),
          headers(
            'a long Idempotency-Key',
            { ...withoutKey, 'idempotency-key': 'k'.repeat(256) },
            400,
            'invalid_request',
          ),
        ]
      : []),
    ...(asksFor(operation, 'If-Match')
      ? [
          headers('no If-Match', withoutVersion, 428, 'version_required'),
          headers('no entity tag', { ...withoutVersion, 'if-match': '1' }, 400, 'invalid_request'),
          headers('a stale version', { ...withoutVersion, 'if-match': '"999999"' }, 412, 'version_stale'),
        ]
      : []),
  ];
}
