import { Problem } from '@stockade/contracts';

/** A JSON-RPC message as far as the access path reads it. */
export interface RequestMessage {
  /** Undefined for a response to a request of ours. */
  readonly method: string | undefined;
  /** Undefined for a notification. */
  readonly id: string | number | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Far more than any operation needs; a reader that recurses runs out of stack in the thousands. */
const DEEPEST = 64;

/**
 * The one message of a body. Throws `invalid_request` for a batch, which left the protocol with 2025-06-18, for
 * what is no JSON-RPC message and for what is nested too deep.
 */
export function readMessage(body: unknown): RequestMessage {
  if (Array.isArray(body)) {
    throw new Problem('invalid_request', { detail: 'Send one JSON-RPC message, not a batch.' });
  }
  if (!isRecord(body) || body.jsonrpc !== '2.0') {
    throw new Problem('invalid_request', { detail: 'The body must be a JSON-RPC 2.0 message.' });
  }
  refuseDeeperThan(DEEPEST, body);
  const { method, id, params } = body;
  return {
    method: typeof method === 'string' ? method : undefined,
    id: typeof id === 'string' || typeof id === 'number' ? id : undefined,
    params: isRecord(params) ? params : {},
  };
}

/** Level by level, so that the check itself needs no stack. */
function refuseDeeperThan(limit: number, value: object): void {
  let level: object[] = [value];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > limit) {
      throw new Problem('invalid_request', { detail: `The body is nested deeper than ${limit} levels.` });
    }
    level = level.flatMap((one) => Object.values(one).filter(isObject));
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  isObject(value) && !Array.isArray(value);
