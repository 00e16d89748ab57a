import { Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';

const selectLatest = statement(
  'latest_business_day',
  'SELECT max(date) AS date FROM inventory.business_days',
);

const selectCurrent = statement(
  'current_business_day',
  'SELECT coalesce(max(date) + 1, current_date) AS date FROM inventory.business_days',
);

/** The business day at hand: the one after the day that was closed last; the calendar's before the first. */
export async function currentBusinessDay(unit: UnitOfWork): Promise<string> {
  const [row] = await unit.query<{ date: string }>(selectCurrent, []);
  if (!row) throw new Error('an aggregate answered without a row');
  return row.date;
}

/** The business day that was closed last; null before the first. */
export async function latestBusinessDay(unit: UnitOfWork): Promise<string | null> {
  const [row] = await unit.query<{ date: string | null }>(selectLatest, []);
  return row?.date ?? null;
}

/**
 * The day that is named, or the one at hand.
 * @throws Problem `conflict` where the business calendar has not come to it: nothing has occurred on it yet
 */
export async function dayReached(unit: UnitOfWork, day: string | undefined): Promise<string> {
  const today = await currentBusinessDay(unit);
  if (day === undefined || day <= today) return day ?? today;
  throw new Problem('conflict', { detail: `The business day at hand is ${today}; ${day} is yet to come.` });
}
