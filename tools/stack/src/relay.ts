import { createServer } from 'node:http';
import { runRelay } from '@stockade/queues';
import { z } from 'zod';

/** The process that carries committed jobs from the outbox to Redis; it is started by the topology alone. */
const { STOCKADE_HOST, STOCKADE_PORT } = z
  .object({ STOCKADE_HOST: z.string().min(1), STOCKADE_PORT: z.coerce.number().int() })
  .parse(process.env);

const relay = runRelay(process.env, (error) => console.error(error.message));

const health = createServer((request, response) => {
  response.statusCode = request.url?.startsWith('/health/') ? 200 : 404;
  response.end();
}).listen(STOCKADE_PORT, STOCKADE_HOST);

process.once('SIGTERM', async () => {
  health.close();
  health.closeAllConnections();
  await relay.close();
});
