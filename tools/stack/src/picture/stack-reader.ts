import { inspectQueues, type QueueAdmin, type QueueInspector } from '@stockade/queues';
import pg from 'pg';
import type { AuditLine, Counts, Snapshot } from './snapshot.js';
import { type CountedRequests, RequestTally } from './tally.js';

const shownAudit = 20;
/** A record commits at most so long after the time that it bears. */
const settleMs = 10_000;

const stockQuery = `
  SELECT (SELECT to_char(max(date), 'YYYY-MM-DD') FROM inventory.business_days) AS "businessDate",
    coalesce(sum(on_hand), 0)::float8 AS units, count(*)::int AS levels,
    (count(*) FILTER (WHERE available = 0))::int AS empty,
    (SELECT count(DISTINCT (sku, location))::int FROM inventory.replenishment_requests
     WHERE status IN ('open', 'ordered')) AS low
  FROM inventory.levels`;
const ordersQuery = 'SELECT status, count(*)::int AS count FROM orders.orders GROUP BY status';
const shipmentsQuery = 'SELECT status, count(*)::int AS count FROM shipments.shipments GROUP BY status';
const auditQuery = `
  SELECT at, agent, action, resource, result, reason FROM audit.events
  WHERE at > now() - interval '1 hour' ORDER BY at DESC LIMIT ${shownAudit}`;
const requestsQuery = `
  SELECT agent, result,
    (count(*) FILTER (WHERE at >= $1 AND at < $2))::int AS settled,
    (count(*) FILTER (WHERE at >= $1))::int AS fresh,
    (count(*) FILTER (WHERE at > now() - interval '1 minute'))::int AS "lastMinute"
  FROM audit.events WHERE at >= least($1, now() - interval '1 minute')
  GROUP BY agent, result`;

/** Looks at the stack through the administrator's one connection, opened anew when it was lost, and at its queues. */
export class StackReader {
  private client: pg.Client | undefined;
  private readonly inspector: QueueInspector;
  private settledUntil = new Date(0);
  private readonly tally = new RequestTally();

  constructor(
    private readonly admin: QueueAdmin,
    queues: readonly string[],
  ) {
    this.inspector = inspectQueues(admin, queues, () => {});
  }

  /** @throws Error of pg while the database does not answer */
  async read(): Promise<Snapshot> {
    const client = await this.connected();
    const stock = await client.query<Snapshot['stock'] & { businessDate: string | null }>(stockQuery);
    const { businessDate, ...levels } = stock.rows[0] ?? {
      businessDate: null,
      units: 0,
      levels: 0,
      empty: 0,
      low: 0,
    };
    return {
      businessDate,
      stock: levels,
      orders: await countByStatus(client, ordersQuery),
      shipments: await countByStatus(client, shipmentsQuery),
      deadLetters: await this.deadLetters(),
      agents: this.tally.take(await this.newRequests(client)),
      audit: (await client.query<AuditLine>(auditQuery)).rows,
    };
  }

  async close(): Promise<void> {
    await this.client?.end().catch(() => undefined);
    await this.inspector.close();
  }

  private async deadLetters(): Promise<Counts> {
    const depths = await this.inspector.depths();
    const dead = depths.filter(({ failed }) => failed > 0).map(({ queue, failed }) => [queue, failed]);
    return Object.fromEntries(dead);
  }

  private async newRequests(client: pg.Client): Promise<CountedRequests[]> {
    const until = new Date(Date.now() - settleMs);
    const { rows } = await client.query<CountedRequests>(requestsQuery, [this.settledUntil, until]);
    this.settledUntil = until;
    return rows;
  }

  private async connected(): Promise<pg.Client> {
    if (this.client !== undefined) return this.client;
    const client = new pg.Client({
      connectionString: this.admin.adminUrl,
      application_name: 'stockade:picture',
    });
    client.on('error', () => this.forget(client));
    client.on('end', () => this.forget(client));
    await client.connect();
    this.client = client;
    return client;
  }

  private forget(client: pg.Client): void {
    if (this.client === client) this.client = undefined;
  }
}

async function countByStatus(client: pg.Client, query: string): Promise<Counts> {
  const { rows } = await client.query<{ status: string; count: number }>(query);
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}
