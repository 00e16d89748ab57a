import { ApiFixture, openApi } from '@stockade/testing';
import { ReorderPolicy } from '../reorder-policies/reorder-policy.entity.js';
import { ReplenishmentRequest } from '../replenishment/replenishment-request.entity.js';

export const place = { sku: 'item-1', location: 'ACCRA' };

const roles = ['InventoryManager', 'DemandFeed', 'Operator', 'OrderAgent', 'InventoryService'] as const;

export class InventoryFixture extends ApiFixture<(typeof roles)[number]> {
  static async open(): Promise<InventoryFixture> {
    const entities = [ReorderPolicy, ReplenishmentRequest];
    return new InventoryFixture(await openApi({ schema: 'inventory', roles, entities }));
  }

  /** Opens a place with its item, policy and stock, as the seed would. */
  async stock(onHand: number, { sku, location } = place): Promise<void> {
    await this.test.ownerQuery(
      `WITH item AS (
         INSERT INTO inventory.items (sku, name, units_per_pack) VALUES ($1, $1, 10) ON CONFLICT DO NOTHING
       ), level AS (
         INSERT INTO inventory.levels (sku, location, on_hand) VALUES ($1, $2, $3)
       ), policy AS (
         INSERT INTO inventory.reorder_policies (sku, location, units_per_pack) VALUES ($1, $2, 10)
       )
       INSERT INTO inventory.movements (sku, location, delta, kind, agent)
       SELECT $1, $2, $3, 'opening', 'seed' WHERE $3::bigint > 0`,
      [sku, location, onHand],
    );
  }

  /** Places whose stock is not the sum of its movements; empty, always. */
  driftedPlaces(): Promise<unknown[]> {
    return this.test.ownerQuery(
      `SELECT sku, location, on_hand, sum(delta) FROM inventory.levels
       LEFT JOIN inventory.movements USING (sku, location)
       GROUP BY sku, location, on_hand HAVING on_hand <> coalesce(sum(delta), 0)`,
    );
  }
}
