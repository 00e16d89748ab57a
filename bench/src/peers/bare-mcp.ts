import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import pg from 'pg';
import { z } from 'zod';
import { peerSettings } from './settings.js';

/** The baseline of tools: the MCP SDK on Node's own server, one tool with one prepared query, and no protection. */

const select = {
  name: 'select_level',
  text: `SELECT sku, location, on_hand AS "onHand", reserved, hold, available, version
         FROM inventory.levels WHERE sku = $1 AND location = $2`,
};
const place = { sku: z.string(), location: z.string() };
const quantity = z.int();
const tool = {
  description: 'Reads the stock of one item at one location.',
  inputSchema: z.object(place),
  outputSchema: z.object({
    ...place,
    onHand: quantity,
    reserved: quantity,
    hold: quantity,
    available: quantity,
    version: quantity,
  }),
};

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
const { port, database } = peerSettings(process.env);
const pool = new pg.Pool({ ...database, max: 10 });

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'bare', version: '1.0.0' });
  server.registerTool('inventory_get_level', tool, async ({ sku, location }) => {
    const { rows } = await pool.query({ ...select, values: [sku, location] });
    const [level] = rows;
    if (!level) throw new Error('there is no such level');
    return { content: [{ type: 'text', text: JSON.stringify(level) }], structuredContent: level };
  });
  return server;
});
const node = toNodeHandler(handler);

createServer((request, response) => {
  if (request.url === '/health/ready') response.end('{}');
  // Its types know no exactOptionalPropertyTypes: `method` is optional there.
  else void node(request as Parameters<typeof node>[0], response);
}).listen(port, '127.0.0.1');
process.once('SIGTERM', () => process.exit());
