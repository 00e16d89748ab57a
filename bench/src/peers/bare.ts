import { levelColumns, serveLevels } from './level-server.js';

/** The baseline. */
await serveLevels(
  {
    name: 'select_level',
    text: `SELECT ${levelColumns} FROM inventory.levels WHERE sku = $1 AND location = $2`,
  },
  {
    name: 'update_level',
    text: `UPDATE inventory.levels SET on_hand = on_hand + $3, version = version + 1
           WHERE sku = $1 AND location = $2 AND available + $3 >= 0 RETURNING ${levelColumns}`,
  },
);
