import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { problemAnswer } from '../request/answer.js';
import { RequestContext } from '../request/context.js';
import type { Refusal } from '../request/refusal.js';

interface ClientErrors {
  /** Learns which connections have a request under way. */
  watch(server: FastifyInstance): void;
  /** For Node's `clientError`. */
  handle(error: Error & { code?: string }, socket: Socket): void;
}

/** Records and answers what Node's HTTP parser refuses: no request, and so no hook, ever comes of it. */
export function answerClientErrors(refusal: Refusal): ClientErrors {
  const busy = new WeakSet<object>();
  return {
    watch(server) {
      server.addHook('onRequest', async ({ raw }) => void busy.add(raw.socket));
      server.addHook('onResponse', async ({ raw }) => void busy.delete(raw.socket));
    },
    handle(error, socket) {
      // A request whose body breaks off is recorded as that request; a connection that said nothing is none.
      const isRequest = error.code?.startsWith('HPE_') && !busy.has(socket);
      if (isRequest && socket.writable) void answer(refusal, error, socket);
      else socket.destroy();
    },
  };
}

async function answer(refusal: Refusal, error: Error, socket: Socket): Promise<void> {
  const context = new RequestContext({}, {});
  const problem = await refusal.recorded(error, { context, url: '/' });
  const { status, body } = problemAnswer(problem, context.requestId);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${context.requestId}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
