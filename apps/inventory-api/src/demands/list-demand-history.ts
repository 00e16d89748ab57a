import { inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, KeysetPages, Operation } from '@stockade/service';
import { placeCursor } from '../place.js';

type Contract = typeof inventory.listDemandHistory;
type History = OperationOutput<Contract>['items'][number];

/**
 * At most 25 rows are read for each place, by primary key. The window begins with the first month that
 * saw a demand where that is later: before it the place was not in use, and its zeros say nothing.
 */
const histories = new KeysetPages({
  name: 'list_demand_history',
  select: `SELECT sku, location, since AS "from", $1::date AS "to",
     coalesce(demands, 0) AS demands, coalesce(quantity, 0)::bigint AS quantity,
     coalesce(squared, 0) AS "squaredQuantity", coalesce(notice / quantity::float8, 0) AS "noticeDays",
     (SELECT coalesce(array_agg(coalesce(known.quantity, 0)::float8 ORDER BY first_day), '{}')
      FROM generate_series(date_trunc('month', since::timestamp), $1::date, '1 month') AS calendar (first_day)
      LEFT JOIN inventory.demand_history known
        ON known.sku = levels.sku AND known.location = levels.location AND known.month = first_day::date
     ) AS monthly
   FROM inventory.levels
   CROSS JOIN LATERAL (
     SELECT sum(known.demands) AS demands, sum(known.quantity) AS quantity,
       sum(known.squared_quantity) AS squared, sum(known.notice_quantity_days) AS notice,
       greatest(
         date_trunc('month', $1::date::timestamp) - interval '24 months',
         (SELECT min(first.month) FROM inventory.demand_history first
          WHERE first.sku = levels.sku AND first.location = levels.location)
       )::date AS since
     FROM inventory.demand_history known
     WHERE known.sku = levels.sku AND known.location = levels.location
       AND known.month BETWEEN date_trunc('month', $1::date::timestamp) - interval '24 months' AND $1::date
   ) year`,
  key: ['sku', 'location'],
  filters: ['sku', 'location'],
  cursor: placeCursor,
  keyOf: (row: History) => [row.sku, row.location],
});

@Operation(inventory.listDemandHistory)
export class ListDemandHistory implements Handler<Contract> {
  handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return histories.read(unit, query, { sku: query.sku, location: query.location }, [query.until]);
  }
}
