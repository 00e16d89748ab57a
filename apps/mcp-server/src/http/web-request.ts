import type { FastifyReply, FastifyRequest } from 'fastify';

/** The request as the SDK takes it; the body, which is parsed already, goes beside it. Its signal ends with the connection. */
export function webRequest(request: FastifyRequest, reply: FastifyReply): Request {
  const closed = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) closed.abort();
  });
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return new Request(`http://${request.headers.host}${request.url}`, {
    method: request.method,
    headers,
    signal: closed.signal,
  });
}
