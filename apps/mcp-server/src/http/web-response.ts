import type { FastifyReply } from 'fastify';
import type { Caller } from '../access/caller.js';
import type { Ledger, Outcome } from '../access/ledger.js';

/**
 * Sends what the SDK answered. A handler of ours has recorded the request; what the SDK answered by itself is
 * recorded here before it leaves. A stream of the SDK's own is recorded when it ends at the latest.
 */
export async function sendWebResponse(
  response: Response,
  { context }: Caller,
  reply: FastifyReply,
  ledger: Ledger,
): Promise<void> {
  if (isStream(response)) return stream(response, reply, () => ledger.settle(context, outcomeOf(response)));
  const body = await response.text();
  await ledger.settle(context, outcomeOf(response, body));
  reply.code(response.status).headers(Object.fromEntries(response.headers));
  reply.send(body);
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

async function stream(response: Response, reply: FastifyReply, settle: () => Promise<void>): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(response.status, { ...headersOf(reply), ...Object.fromEntries(response.headers) });
  raw.flushHeaders();
  try {
    for await (const chunk of response.body ?? []) {
      if (!raw.write(chunk)) await drained(raw);
      if (raw.destroyed) break;
    }
    await settle();
  } finally {
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
