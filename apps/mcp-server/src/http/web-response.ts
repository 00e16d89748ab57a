import type { FastifyReply } from 'fastify';
import type { Caller } from '../access/caller.js';
import type { Ledger, Outcome } from '../access/ledger.js';

/** Streams that last, and that no handler of ours records. */
const OPEN_ENDED: ReadonlySet<string> = new Set(['mcp', 'mcp.subscriptions/listen']);

/**
 * Sends what the SDK answered. A handler of ours has recorded the request; what the SDK answered by itself is
 * recorded here, a stream that lasts before it opens. Throws `audit_unavailable` as long as nothing has left.
 */
export async function sendWebResponse(
  response: Response,
  { context, expiresAt }: Caller,
  reply: FastifyReply,
  ledger: Ledger,
): Promise<void> {
  if (!isStream(response)) {
    const body = await response.text();
    // A long list is not searched for what a handler has told already.
    if (!context.recorded) await ledger.settle(context, outcomeOf(response, body));
    reply.code(response.status).headers(Object.fromEntries(response.headers));
    return void reply.send(body);
  }
  const settle = () => ledger.settle(context, outcomeOf(response));
  if (OPEN_ENDED.has(context.action)) await settle();
  await stream(response, reply, expiresAt);
  // What a handler was to record, and the SDK refused before it: the caller has been told no data.
  await settle().catch(() => undefined);
}

const isStream = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('text/event-stream') ?? false;

/** Of what no handler of ours answered: a JSON-RPC error counts, whatever its HTTP status. */
function outcomeOf({ status, ok }: Response, body = ''): Outcome {
  if (ok && !body.includes('"error"')) return { status, reason: null };
  // The SDK's own word for a caller that has hung up.
  if (status === 499) return { status, reason: 'cancelled' };
  if (status >= 500) return { status, reason: 'internal_error' };
  return { status: ok ? 400 : status, reason: 'invalid_request' };
}

/** Passes a stream on until it ends, its caller hangs up or its token expires. */
async function stream(response: Response, reply: FastifyReply, expiresAt: number): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  const expiry = setTimeout(() => raw.destroy(), expiresAt * 1000 - Date.now());
  raw.writeHead(response.status, { ...headersOf(reply), ...Object.fromEntries(response.headers) });
  raw.flushHeaders();
  try {
    for await (const chunk of response.body ?? []) {
      if (raw.destroyed) break;
      if (!raw.write(chunk)) await drained(raw);
    }
  } finally {
    clearTimeout(expiry);
    raw.end();
  }
}

/** Those that the hooks have set, in the shape that Node's response takes. */
function headersOf(reply: FastifyReply): Record<string, string | number | string[]> {
  const set = Object.entries(reply.getHeaders());
  return Object.fromEntries(set.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function drained(raw: FastifyReply['raw']): Promise<void> {
  return new Promise((resolve) => {
    raw.once('drain', resolve);
    raw.once('close', resolve);
  });
}
