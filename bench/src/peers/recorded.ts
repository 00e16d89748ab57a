import { levelColumns, serveLevels } from './level-server.js';

/** The baseline and a durable record of each answer, as cheap as one can be: the same words for all, in one statement. */
const record = (rows: string) => `
  INSERT INTO audit.events (id, version, at, service, agent, action, resource, result, status, request_id, trace_id)
  SELECT uuidv7(), 1, clock_timestamp(), 'recorded', 'anybody', 'level', '/', 'allowed', 200, '-', '-' FROM ${rows}`;

await serveLevels(
  {
    name: 'select_level',
    text: `WITH found AS MATERIALIZED (
             SELECT ${levelColumns} FROM inventory.levels WHERE sku = $1 AND location = $2
           ), recorded AS (${record('found')})
           SELECT * FROM found`,
  },
  {
    name: 'update_level',
    text: `WITH changed AS (
             UPDATE inventory.levels SET on_hand = on_hand + $3, version = version + 1
             WHERE sku = $1 AND location = $2 AND available + $3 >= 0 RETURNING ${levelColumns}
           ), recorded AS (${record('changed')})
           SELECT * FROM changed`,
  },
);
