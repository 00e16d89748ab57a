import { location, rotatedSkus } from '../rig/levels.js';

/**
 * What an audited adjustment cannot do without, in the language of pgbench: the level with its movement, and the
 * record, in one transaction. The level is changed by the statement that inventory-api uses.
 */
export const auditedAdjustment = `\\set n random(0, ${rotatedSkus - 1})
BEGIN;
WITH level AS (
  UPDATE inventory.levels SET on_hand = on_hand + 1, version = version + 1
  WHERE sku = 'item-' || :n AND location = '${location}' AND available + 1 >= 0
  RETURNING sku, location, on_hand, reserved, hold, available, version
), movement AS (
  INSERT INTO inventory.movements (sku, location, delta, kind, reason, agent)
  SELECT sku, location, 1, 'adjustment', 'found', 'inventory_bot' FROM level
  RETURNING id
)
SELECT movement.id, sku, location, on_hand, reserved, hold, available, version FROM level, movement;
INSERT INTO audit.events (id, version, at, service, agent, role, action, resource, result, status, request_id,
  trace_id, token_id_hash)
VALUES (uuidv7(), 1, clock_timestamp(), 'inventory-api', 'inventory_bot', 'InventoryManager',
  'inventory.record_adjustment', '/v1/adjustments/' || uuidv7(), 'allowed', 201, uuidv7(), uuidv7(),
  '${'0'.repeat(64)}');
COMMIT;
`;
