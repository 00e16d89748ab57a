import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics.js';
import type { ServedDocument } from '../openapi/served-document.js';
import { addDocs } from './docs.js';
import type { Readiness } from './readiness.js';

interface PublicRoutes {
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  /** OpenAPI; a process whose operations are no HTTP operations has none. */
  readonly document?: ServedDocument;
}

/** The routes that ask for no token and leave no record: they tell nothing about the business. */
export function addPublicRoutes(
  server: FastifyInstance,
  { readiness, metrics, document }: PublicRoutes,
): void {
  const open = (publicReason: string) => ({ config: { publicReason } });
  server.get('/health/live', open('asked by process supervisors'), async () => ({ status: 'live' }));
  server.get('/health/ready', open('asked by load balancers'), async (_request, reply) => {
    const failing = await readiness.failing();
    if (failing.length === 0) return { status: 'ready' };
    return reply.code(503).send({ status: 'not_ready', failing });
  });
  server.get('/metrics', open('scraped by Prometheus'), async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  if (document) addDocs(server, document);
}
