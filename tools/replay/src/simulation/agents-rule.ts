import { type DemandHistory, observedLeadTime, planPlace } from '@stockade/planning';
import { firstDayOf, monthNumber } from './calendar.js';
import type { Place, Rule } from './place.js';

const HISTORY_MONTHS = 24;

/** How inventory_bot decides: the same arithmetic, on the same facts as inventory-api gives it. */
export const agentsRule =
  (serviceLevel: number): Rule =>
  (place, today) =>
    planPlace({
      available: place.onHand,
      needs: [...place.announced.values()].map(({ neededDay, quantity }) => ({
        day: neededDay - today,
        quantity,
      })),
      orders: [...place.openOrders].map(({ quantity, promisedDay }) => ({
        quantity,
        expectedDay: promisedDay - today,
      })),
      history: historyOf(place, today),
      leadTime: observedLeadTime(
        { mean: place.leadTimeDays, deviation: place.leadTimeDeviationDays },
        place.observed,
      ),
      serviceLevel,
      unitsPerPack: place.unitsPerPack,
      minimumQuantity: 0,
    }).quantity;

/** The last 24 complete months and the running one, from the first that saw a demand. */
export function historyOf({ needs }: Pick<Place, 'needs'>, today: number): DemandHistory {
  const running = monthNumber(today);
  const [first] = needs;
  const since = Math.max(running - HISTORY_MONTHS, first === undefined ? 0 : monthNumber(first.neededDay));
  const months = new Array<number>(running - since + 1).fill(0);
  let squaredQuantity = 0;
  let noticeQuantityDays = 0;
  let quantity = 0;
  for (let index = needs.length - 1; index >= 0; index--) {
    const need = needs[index];
    if (need === undefined) break;
    const month = monthNumber(need.neededDay) - since;
    if (month < 0) break;
    months[month] = (months[month] ?? 0) + need.quantity;
    quantity += need.quantity;
    squaredQuantity += need.quantity ** 2;
    noticeQuantityDays += need.quantity * (need.neededDay - need.announcedDay);
  }
  return {
    months: months.slice(0, -1),
    days: today - firstDayOf(since) + 1,
    squaredQuantity,
    noticeDays: quantity === 0 ? 0 : noticeQuantityDays / quantity,
  };
}
