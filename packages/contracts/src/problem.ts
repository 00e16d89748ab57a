/**
 * Every error that leaves an API, by its stable code (RFC 9457 problem details).
 * `title` is the same for each occurrence; `detail` is about the one at hand.
 */
export const problems = {
  invalid_request: { status: 400, title: 'The request is malformed' },
  idempotency_key_missing: { status: 400, title: 'An Idempotency-Key header is required' },
  token_missing: { status: 401, title: 'An access token is required' },
  token_malformed: { status: 401, title: 'The access token is not valid' },
  token_invalid: { status: 401, title: 'The access token is not valid' },
  token_expired: { status: 401, title: 'The access token has expired' },
  token_not_yet_valid: { status: 401, title: 'The access token is not valid yet' },
  token_lifetime_too_long: { status: 401, title: 'The access token lives longer than is accepted' },
  wrong_issuer: { status: 401, title: 'The access token is from another issuer' },
  wrong_audience: { status: 401, title: 'The access token is for another service' },
  unknown_role: { status: 401, title: 'The access token holds no role that is known here' },
  origin_refused: { status: 403, title: 'Requests from this origin or to this host are not served' },
  insufficient_scope: { status: 403, title: 'The token or its role lacks the scope of this operation' },
  condition_failed: { status: 403, title: 'The role may not do this with these values' },
  approval_required: { status: 403, title: 'A person has to approve this first' },
  approval_not_valid: { status: 403, title: 'The approval does not permit this' },
  creator_may_not_approve: { status: 403, title: 'Nobody decides on what they asked for themselves' },
  not_found: { status: 404, title: 'There is no such resource' },
  method_not_allowed: { status: 405, title: 'The resource does not know this method' },
  conflict: { status: 409, title: 'The state of the resource forbids this' },
  already_exists: { status: 409, title: 'It exists already' },
  insufficient_stock: { status: 409, title: 'There is not enough stock' },
  idempotency_key_in_use: { status: 409, title: 'A request with this Idempotency-Key is still running' },
  version_stale: { status: 412, title: 'The resource has changed since it was read' },
  body_too_large: { status: 413, title: 'The body is larger than 1 MB' },
  uri_too_long: { status: 414, title: 'The address or a part of it is too long' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json' },
  validation_failed: { status: 422, title: 'The content breaks the schema of this operation' },
  idempotency_key_reused: { status: 422, title: 'This Idempotency-Key belongs to another request' },
  version_required: { status: 428, title: 'An If-Match header is required' },
  budget_exhausted: { status: 429, title: 'The budget of the day does not cover this' },
  rate_limited: { status: 429, title: 'Too many requests' },
  headers_too_large: { status: 431, title: 'The request headers are too large' },
  cancelled: { status: 499, title: 'The caller has cancelled the request' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  overloaded: { status: 503, title: 'The service has more to do than it can take on now' },
  unavailable: { status: 503, title: 'The service cannot answer now' },
  audit_unavailable: { status: 503, title: 'The request could not be recorded, so it is not answered' },
  issuer_unavailable: { status: 503, title: 'The token cannot be verified now' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

export interface FieldError {
  /** JSON Pointer (RFC 6901) into the part that it names: `/body/quantity`. */
  readonly pointer: string;
  readonly detail: string;
}

interface ProblemOptions {
  /** Safe for the caller: what is wrong here and what to do. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Seconds to wait, for 429 and 503 (RFC 9110 section 10.2.3). */
  readonly retryAfter?: number;
  /** For the log only, never in an answer. */
  readonly cause?: unknown;
}

/** An error with a stable code and text that is safe to show; the `cause` stays in the log. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[] | undefined;
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: ProblemCode,
    options: ProblemOptions = {},
  ) {
    const { status, title } = problems[code];
    super(options.detail ?? title, { cause: options.cause });
    this.status = status;
    this.title = title;
    this.detail = options.detail;
    this.errors = options.errors;
    this.retryAfter = options.retryAfter;
  }
}
