import { fastify } from 'fastify';
import pg from 'pg';
import { peerSettings } from './settings.js';

/** The baseline: Fastify and pg, prepared statements, a response schema, and nothing that protects anything. */

interface Place {
  readonly sku: string;
  readonly location: string;
}

const columns = 'sku, location, on_hand AS "onHand", reserved, hold, available, version';
const select = {
  name: 'select_level',
  text: `SELECT ${columns} FROM inventory.levels WHERE sku = $1 AND location = $2`,
};
const update = {
  name: 'update_level',
  text: `UPDATE inventory.levels SET on_hand = on_hand + $3, version = version + 1
         WHERE sku = $1 AND location = $2 AND available + $3 >= 0 RETURNING ${columns}`,
};
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
