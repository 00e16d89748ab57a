/**
 * The next `days` days, each weighted by the share of its demand that nobody has announced yet.
 *
 * Where customers announce their needs ahead, only what is not announced yet has to be forecast (Gallego and
 * Ozer, "Integrating replenishment decisions with advance demand information", Management Science 47 (2001)
 * 1344-1360). A demand of day t is unknown today when its notice is shorter than t. Notice is taken as uniform
 * from 0 to twice its mean, which fits the deliveries in data/ (mean 168 days: deciles 34, 168, 302 against
 * 55, 163, 280), and integrates in closed form.
 */
export function unannouncedDays(days: number, meanNoticeDays: number): number {
  const longestNotice = 2 * meanNoticeDays;
  return days < longestNotice ? (days * days) / (2 * longestNotice) : days - meanNoticeDays;
}
