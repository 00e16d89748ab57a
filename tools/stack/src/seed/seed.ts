import { addDays } from '@stockade/contracts';
import {
  demandByMonth,
  HISTORY_NAMESPACE,
  type MasterData,
  type MonthOfDemand,
  masterDataOn,
  type OfferTerms,
  offerTerms,
  readDeliveryLines,
  supplierIdOf,
} from '@stockade/history';
import pg from 'pg';
import { v5 as uuidv5 } from 'uuid';
import * as sql from './statements.js';

interface SeedOptions {
  readonly adminUrl: string;
  /** The delivery history, CSV. */
  readonly historyFile: string;
  /** The business day that the world lives first. */
  readonly firstDay: string;
}

/**
 * Loads items, suppliers, offers, opening stock and past demand as they were known on the first day, and opens the
 * business calendar on the day before. A database that was seeded before stays as it is.
 * @returns a sentence on what was done
 */
export async function seed({ adminUrl, historyFile, firstDay }: SeedOptions): Promise<string> {
  const lines = readDeliveryLines(historyFile);
  const data = masterDataOn(lines, firstDay);
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'stockade-seed' });
  await client.connect();
  try {
    await client.query('BEGIN');
    const { rowCount } = await client.query(sql.openCalendar, [addDays(firstDay, -1)]);
    if (rowCount === 0) {
      await client.query('ROLLBACK');
      return 'seeded before';
    }
    await load(client, data, firstDay);
    await loadOffers(client, offerTerms(lines, firstDay));
    await loadPastDemand(client, demandByMonth(lines, firstDay));
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
  return `${data.items.length} items, ${data.offers.length} offers, opening stock at ${data.openingLevels.length} places`;
}

async function load(
  client: pg.Client,
  { items, openingLevels }: MasterData,
  firstDay: string,
): Promise<void> {
  await client.query(sql.insertItems, [JSON.stringify(items)]);
  await client.query(sql.insertLevels, [JSON.stringify(openingLevels)]);
  await client.query(sql.insertOpeningMovements, [firstDay]);
  await client.query(sql.insertPolicies, [JSON.stringify(openingLevels)]);
}

/** What suppliers offer on the first day and will offer later: an offer counts from the day on which it is known. */
async function loadOffers(client: pg.Client, terms: readonly OfferTerms[]): Promise<void> {
  const suppliers = [...new Set(terms.map(({ supplier }) => supplier))];
  await client.query(sql.insertSuppliers, [
    JSON.stringify(suppliers.map((name) => ({ id: supplierIdOf(name), name }))),
  ]);
  const rows = terms.map((offer) => ({
    ...offer,
    id: uuidv5(`offer ${offer.supplier} ${offer.sku} ${offer.validFrom}`, HISTORY_NAMESPACE),
    supplierId: supplierIdOf(offer.supplier),
  }));
  await client.query(sql.insertOffers, [JSON.stringify(rows)]);
}

/** What the places needed before the platform came, so that its forecasts begin with it. */
async function loadPastDemand(client: pg.Client, months: readonly MonthOfDemand[]): Promise<void> {
  await client.query(sql.insertDemandHistory, [JSON.stringify(months)]);
}
