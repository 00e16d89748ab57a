import { Problem, type ProblemCode } from '@stockade/contracts';

type Known = readonly [ProblemCode, detail?: string];

/** Errors of Fastify, of Node's HTTP parser and of its sockets, by their codes. */
const known: Readonly<Record<string, Known>> = {
  FST_ERR_BAD_URL: ['invalid_request', 'The address is not well-formed.'],
  FST_ERR_MAX_PARAM_LENGTH: ['uri_too_long'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['body_too_large'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'invalid_request',
    'The body is shorter or longer than Content-Length says.',
  ],
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid_request', 'The body is not well-formed JSON.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [
    'invalid_request',
    'The body is empty: send {} where there is nothing to say.',
  ],
  HPE_HEADER_OVERFLOW: ['headers_too_large'],
  ERR_HTTP_REQUEST_TIMEOUT: ['invalid_request', 'The request did not arrive in time.'],
  ECONNRESET: ['invalid_request', 'The connection was closed before the request was complete.'],
};

/** The problem that an error is to the caller; what is not known stays in the log as `internal_error`. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const [code, detail] = byCode(codeOf(error)) ?? byStatus(error);
  return new Problem(code, { cause: error, ...(detail && { detail }) });
}

function byCode(code = ''): Known | undefined {
  if (Object.hasOwn(known, code)) return known[code];
  return code.startsWith('HPE_') ? ['invalid_request', 'The request is not well-formed HTTP.'] : undefined;
}

/** Nest wraps what Fastify throws: the code is then that of the cause. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause);
}

function byStatus(error: unknown): Known {
  const status = statusOf(error);
  if (status === 404) return ['not_found', 'There is nothing at this address.'];
  return status !== undefined && status >= 400 && status < 500 ? ['invalid_request'] : ['internal_error'];
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('getStatus' in error && typeof error.getStatus === 'function') return Number(error.getStatus());
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
