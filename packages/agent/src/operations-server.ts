import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const ok = { status: 200, type: 'application/json', body: '{"status":"ok"}' };
const notFound = { status: 404, type: 'application/json', body: '{"status":"not found"}' };

function readiness(failing: readonly string[]): Answer {
  if (failing.length === 0) return ok;
  return { status: 503, type: 'application/json', body: JSON.stringify({ status: 'not_ready', failing }) };
}

/** Serves /health/live, /health/ready and /metrics. @throws Error when the port is taken */
export async function serveOperations(
  at: { readonly host: string; readonly port: number },
  metrics: Registry,
  failing: () => readonly string[],
): Promise<Server> {
  const answer = async (path: string | undefined): Promise<Answer> => {
    if (path === '/health/live') return ok;
    if (path === '/health/ready') return readiness(failing());
    if (path === '/metrics') return { status: 200, type: metrics.contentType, body: await metrics.metrics() };
    return notFound;
  };
  const server = createServer(async (request, response) => {
    const { status, type, body } = await answer(request.url);
    response.writeHead(status, { 'content-type': type, connection: 'close' }).end(body);
  }).listen(at.port, at.host);
  await once(server, 'listening');
  return server;
}
