import { Problem, type ProblemCode } from '@stockade/contracts';

/** What leaves the service for a request: the success of an operation, or a problem. */
export interface Answer {
  readonly status: number;
  /** JSON text, ready to send. */
  readonly body: string;
  readonly etag: string | null;
  /** Code of the problem; null for a success. */
  readonly reason: ProblemCode | null;
  /** Id of the resource that was created. */
  readonly createdId: string | null;
  /** True where the answer is that of an earlier request with the same Idempotency-Key. */
  readonly replayed: boolean;
}

/** The answer of an operation that did what it was asked to; `body` is `output` as JSON. */
export function successAnswer(status: number, etag: boolean, output: object, body: string): Answer {
  const version: unknown = Reflect.get(output, 'version');
  const id: unknown = Reflect.get(output, 'id');
  return {
    status,
    body,
    etag: etag && typeof version === 'number' ? `"${version}"` : null,
    reason: null,
    createdId: status === 201 && typeof id === 'string' ? id : null,
    replayed: false,
  };
}

/** The answer that tells of a problem (RFC 9457); `instance` is the id of the request it occurred in. */
export function problemAnswer(problem: Problem, requestId: string): Answer {
  const body = JSON.stringify({
    type: `urn:stockade:problem:${problem.code}`,
    title: problem.title,
    status: problem.status,
    detail: problem.detail,
    code: problem.code,
    instance: requestId,
    errors: problem.errors,
  });
  return { status: problem.status, body, etag: null, reason: problem.code, createdId: null, replayed: false };
}
