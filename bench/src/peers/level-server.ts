import { fastify } from 'fastify';
import pg from 'pg';
import { peerSettings } from './settings.js';

interface Place {
  readonly sku: string;
  readonly location: string;
}

interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** The columns of a level under the names of its answer. */
export const levelColumns = 'sku, location, on_hand AS "onHand", reserved, hold, available, version';

const level = {
  type: 'object',
  properties: {
    sku: { type: 'string' },
    location: { type: 'string' },
    onHand: { type: 'integer' },
    reserved: { type: 'integer' },
    hold: { type: 'integer' },
    available: { type: 'integer' },
    version: { type: 'integer' },
  },
};

/**
 * Fastify and pg, prepared statements, a response schema, and nothing that protects anything.
 * @param select a level; $1 is its SKU, $2 its location. @param update adds $3 to it.
 */
export async function serveLevels(select: Prepared, update: Prepared): Promise<void> {
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const { port, database } = peerSettings(process.env);
  const pool = new pg.Pool({ ...database, max: 10 });
  const app = fastify();

  app.get('/health/ready', async () => ({}));
  app.get<{ Params: Place }>(
    '/v1/levels/:sku/:location',
    { schema: { response: { 200: level } } },
    async ({ params: { sku, location } }, reply) => {
      const { rows } = await pool.query({ ...select, values: [sku, location] });
      return rows[0] ?? reply.code(404).send();
    },
  );
  app.post<{ Body: Place & { delta: number } }>(
    '/v1/adjustments',
    { schema: { response: { 201: level } } },
    async ({ body: { sku, location, delta } }, reply) => {
      const { rows } = await pool.query({ ...update, values: [sku, location, delta] });
      return reply.code(rows[0] ? 201 : 409).send(rows[0]);
    },
  );
  await app.listen({ port, host: '127.0.0.1' });
  process.once('SIGTERM', () => process.exit());
}
