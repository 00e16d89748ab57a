const DAY = 86_400_000;

/** Days from 1970 to a `YYYY-MM-DD`: what is counted millions of times is not written out each time. */
export const dayNumber = (date: string): number => Math.round(Date.parse(date) / DAY);

export const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

const months = new Map<number, number>();

/** Months from the year 0 to the month of a day. */
export function monthNumber(day: number): number {
  const known = months.get(day);
  if (known !== undefined) return known;
  const date = new Date(day * DAY);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  months.set(day, month);
  return month;
}

/** The first day of a month. */
export const firstDayOf = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY;
