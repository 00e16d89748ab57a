import { statement, type UnitOfWork } from '@stockade/database';

const selectLatest = statement(
  'latest_business_day',
  'SELECT max(date) AS date FROM inventory.business_days',
);

/** The business day that was closed last; null before the first. */
export async function latestBusinessDay(unit: UnitOfWork): Promise<string | null> {
  const [row] = await unit.query<{ date: string | null }>(selectLatest, []);
  return row?.date ?? null;
}
