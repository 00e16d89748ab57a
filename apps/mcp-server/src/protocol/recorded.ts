import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Problem } from '@stockade/contracts';
import { type Caller, callerOf } from '../access/caller.js';
import type { Ledger } from '../access/ledger.js';

/** Does the work of a handler and records it before its answer leaves; a failure becomes a JSON-RPC error. */
export async function recorded<R>(
  ledger: Ledger,
  context: ServerContext,
  work: (caller: Caller) => Promise<R> | R,
): Promise<R> {
  const caller = callerOf(context);
  try {
    const result = await work(caller);
    await ledger.settle(caller.context, { status: 200, reason: null });
    return result;
  } catch (error) {
    throw errorOf(await ledger.failed(caller.context, error), caller);
  }
}

/** What a caller is told of a problem where the protocol has no result for it. */
function errorOf({ code, title, detail, status, errors }: Problem, { context }: Caller): ProtocolError {
  if (code === 'not_found') return new ResourceNotFoundError(context.resource ?? '', detail ?? title);
  const number = status < 500 ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
  return new ProtocolError(number, `${code}: ${detail ?? title}`, { code, errors });
}
