import type { Authorized } from '@stockade/access';
import type { OperationInput, OperationOutput, OperationSpec } from '@stockade/contracts';
import { createDatabase, type Database, type UnitOfWork } from '@stockade/database';
import type { Handler } from '@stockade/service';
import { type TestDatabase, testDatabase } from '@stockade/testing';
import { ReorderPolicy } from '../reorder-policies/reorder-policy.entity.js';
import { ReplenishmentRequest } from '../replenishment/replenishment-request.entity.js';

export const place = { sku: 'item-1', location: 'ACCRA' };

const roles = ['InventoryManager', 'DemandFeed', 'Operator', 'OrderAgent', 'InventoryService'] as const;
type RoleName = (typeof roles)[number];

export const principal = (role: RoleName): Authorized => ({
  agent: `test_${role}`,
  subject: 'subject',
  roles: [role],
  scopes: new Set<string>(),
  tokenId: 'token',
  expiresAt: 0,
  role,
});

/** The handlers on a real database, each call in a unit of work on the login of its role. */
export class InventoryFixture {
  private constructor(
    readonly test: TestDatabase,
    readonly database: Database,
  ) {}

  static async open(): Promise<InventoryFixture> {
    const test = await testDatabase();
    // Stands in for the queue: what was enqueued, and only once its transaction has committed.
    await test.ownerQuery(`
      CREATE OR REPLACE FUNCTION queues.enqueue(queue text, key text, name text, data jsonb, delay_ms bigint)
      RETURNS void LANGUAGE sql SECURITY DEFINER AS
      'INSERT INTO queues.outbox (queue, key, name, data, delay_ms) VALUES ($1, $2, $3, $4, $5)'`);
    const entities = [ReorderPolicy, ReplenishmentRequest];
    const database = await createDatabase({ ...test.database, roles, entities });
    return new InventoryFixture(test, database);
  }

  as<O extends OperationSpec>(
    role: RoleName,
    handler: Handler<O>,
    input: { [Part in 'params' | 'query' | 'body']?: OperationInput<O>[Part] } & { version?: number },
  ): Promise<OperationOutput<O>> {
    const whole = { params: {}, query: {}, body: {}, version: undefined, ...input } as OperationInput<O>;
    return this.database.unitOfWork(principal(role), (unit) => handler.handle(whole, unit));
  }

  work<T>(role: RoleName, work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
    return this.database.unitOfWork(principal(role), work);
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

  /** Everything that the tables of the schema hold, and the jobs: equal before and after what was refused. */
  async everything(): Promise<unknown> {
    const tables = [
      'items',
      'levels',
      'movements',
      'demands',
      'demand_history',
      'receipts',
      'replenishment_requests',
      'reorder_policies',
      'business_days',
    ].map((table) => `inventory.${table}`);
    const rows: Record<string, unknown> = {};
    for (const table of [...tables, 'queues.outbox']) {
      rows[table] = await this.test.ownerQuery(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY t::text`);
    }
    return rows;
  }

  async jobs(): Promise<{ name: string; key: string; data: unknown }[]> {
    return this.test.ownerQuery('SELECT name, key, data FROM queues.outbox ORDER BY id');
  }

  /** Places whose stock is not the sum of its movements; empty, always. */
  driftedPlaces(): Promise<unknown[]> {
    return this.test.ownerQuery(
      `SELECT sku, location, on_hand, sum(delta) FROM inventory.levels
       LEFT JOIN inventory.movements USING (sku, location)
       GROUP BY sku, location, on_hand HAVING on_hand <> coalesce(sum(delta), 0)`,
    );
  }

  async reset(): Promise<void> {
    await this.test.ownerQuery(`
      ALTER TABLE inventory.movements DISABLE TRIGGER append_only;
      TRUNCATE inventory.items, inventory.levels, inventory.movements, inventory.demands, inventory.demand_history,
        inventory.receipts, inventory.replenishment_requests, inventory.reorder_policies, inventory.business_days,
        queues.outbox;
      ALTER TABLE inventory.movements ENABLE ALWAYS TRIGGER append_only`);
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.test.close();
  }
}
