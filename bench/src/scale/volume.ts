import type { BenchDatabase } from '../rig/bench-database.js';
import { location } from '../rig/levels.js';

/** What a database holds. */
export interface Volume {
  readonly name: string;
  /** Movements, and audit records; a tenth as many orders and events, a fiftieth as many shipments. */
  readonly rows: number;
  readonly skus: number;
}

/** Events of a shipment. */
const EVENTS = 5;
/** A statement of more rows would tell nobody for minutes how far it is. */
const CHUNK = 1_000_000;
/** SKUs that have moved: each often enough to fill a page. */
export const movedSkus = ({ rows, skus }: Volume) => Math.min(skus, rows / 20);
export const ordersOf = ({ rows }: Volume) => Math.max(100, rows / 10);
export const shipmentsOf = ({ rows }: Volume) => Math.max(100, rows / 50);

export const volumeId = (index: number) => `0199c0de-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
const idOf = (number: string) => `('0199c0de-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
const id = idOf('n');

interface Filling {
  readonly table: string;
  readonly rows: number;
  /** SELECT list and INSERT list, for each `n` from 0. */
  readonly columns: Readonly<Record<string, string>>;
}

const event = JSON.stringify({ type: 'ObjectEvent', action: 'OBSERVE', bizStep: 'shipping', epcList: [] });

function fillings(volume: Volume): Filling[] {
  const sku = `'item-' || n % ${movedSkus(volume)}`;
  const place = `'${location}'`;
  return [
    {
      table: 'inventory.movements',
      rows: volume.rows,
      columns: {
        id,
        sku,
        location: place,
        delta: '1',
        kind: "'adjustment'",
        reason: "'found'",
        agent: "'inventory_bot'",
      },
    },
    {
      table: 'audit.events',
      rows: volume.rows,
      columns: {
        ...{
          id,
          version: '1',
          at: 'clock_timestamp()',
          service: "'inventory-api'",
          agent: "'inventory_bot'",
        },
        ...{
          role: "'InventoryManager'",
          action: "'inventory.get_level'",
          resource: `'/v1/levels/' || ${sku}`,
        },
        ...{ result: "'allowed'", status: '200', request_id: `${id}::text`, trace_id: `${id}::text` },
        token_id_hash: `repeat('0', 64)`,
      },
    },
    {
      table: 'orders.orders',
      rows: ordersOf(volume),
      columns: {
        ...{
          id,
          supplier_id: idOf('0'),
          location: place,
          currency: "'USD'",
          status: "'received'",
        },
        ...{ total_minor: '1000', ordered_on: "'2012-02-01'", needed_on: "'2012-04-01'", version: '1' },
        ...{ expected_on: "'2012-03-25'", created_by: "'order_placer'", created_as: "'OrderAgent'" },
      },
    },
    {
      table: 'orders.order_lines',
      rows: ordersOf(volume),
      columns: {
        ...{ id, order_id: id, offer_id: idOf('0'), sku, quantity: '10', packs: '1', units_per_pack: '10' },
        ...{
          request_id: id,
          pack_price_minor: '1000',
          needed_on: "'2012-04-01'",
          candidates: `'${candidates}'`,
        },
      },
    },
    {
      table: 'shipments.shipments',
      rows: shipmentsOf(volume),
      columns: {
        ...{ id, order_id: id, supplier_id: id, carrier: "'Air Bridge'", tracking_number: "'AB-' || n" },
        ...{
          origin: "'Goa'",
          destination: place,
          status: "'delivered'",
          shipped_on: "'2012-03-01'",
          version: '1',
        },
        ...{ promised_on: "'2012-03-31'", eta_on: "'2012-03-31'", delivered_on: "'2012-03-31'" },
      },
    },
    {
      table: 'shipments.events',
      rows: EVENTS * shipmentsOf(volume),
      columns: {
        ...{
          event_id: "'urn:volume:' || n",
          shipment_id: idOf(`n / ${EVENTS}`),
          time_zone_offset: "'+00:00'",
        },
        event_time: `timestamptz '2012-03-01T12:00:00Z' + n % ${EVENTS} * interval '1 day'`,
        ...{ biz_step: "'transporting'", document: `'${event}'` },
      },
    },
  ];
}

const candidate = {
  offerId: volumeId(0),
  supplierId: volumeId(0),
  costMinor: 1,
  eligible: true,
  packs: 1,
  packPriceMinor: 1000,
  leadTimeDays: 60,
  onTimeShare: 0.9,
  note: 'Only.',
};
const candidates = JSON.stringify([candidate]);

/** Fills the tables that grow. Without triggers: foreign keys hold by construction, save those to offers. */
export async function fill(database: BenchDatabase, volume: Volume): Promise<void> {
  for (const statement of [
    'SET session_replication_role = replica',
    'SET synchronous_commit = off',
    "SET maintenance_work_mem = '512MB'",
    `INSERT INTO inventory.items (sku, name, units_per_pack)
     SELECT 'item-' || n, 'Item', 1 FROM generate_series(0, ${volume.skus - 1}) AS n ON CONFLICT DO NOTHING`,
    `INSERT INTO inventory.levels (sku, location, on_hand)
     SELECT sku, '${location}', 1000 FROM inventory.items ON CONFLICT DO NOTHING`,
  ]) {
    await database.query(statement);
  }
  for (const filling of fillings(volume)) await fillTable(database, filling);
  await database.query('RESET session_replication_role');
  await database.query('VACUUM ANALYZE');
}

/** Indexes are built when the rows are there, which is several times faster. */
async function fillTable(database: BenchDatabase, { table, rows, columns }: Filling): Promise<void> {
  const indexes = await database.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
     WHERE indrelid = '${table}'::regclass AND NOT indisunique`,
  );
  for (const { name } of indexes) await database.query(`DROP INDEX ${name}`);
  for (let from = 0; from < rows; from += CHUNK) {
    await database.query(
      `INSERT INTO ${table} (${Object.keys(columns).join(', ')})
       SELECT ${Object.values(columns).join(', ')}
       FROM generate_series(${from}::bigint, ${Math.min(rows, from + CHUNK) - 1}) AS n`,
    );
  }
  for (const { definition } of indexes) await database.query(definition);
}
