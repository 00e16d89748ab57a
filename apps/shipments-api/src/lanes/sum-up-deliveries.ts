import { statement, type UnitOfWork } from '@stockade/database';
import { localDayOf, standing } from './known-events.js';

/** Days are closed one after the other, or two could each add to the history that the other has not seen. */
const waitForTurn = statement(
  'wait_for_lane_histories',
  `SELECT pg_advisory_xact_lock(hashtext('shipments.lane_histories'))`,
);

/**
 * Adds what has been delivered until a day to the history of its lane, of its carrier and of all, as known in the
 * month of the day that was closed last: a delivery that is told of late was not known earlier.
 */
const sumUp = statement(
  'sum_up_deliveries',
  `WITH delivered AS (
     UPDATE shipments.shipments SET in_lane_history = true
     WHERE status = 'delivered' AND NOT in_lane_history AND delivered_on <= $1
     RETURNING id, origin, carrier, destination, shipped_on, delivered_on
   ), word AS (
     SELECT shipment_id, biz_step AS step, event_time, ${localDayOf('event')} AS day
     FROM shipments.events event JOIN delivered ON delivered.id = shipment_id WHERE ${standing('event')}
   ), milestone AS (
     SELECT shipment_id, step, min(day) AS day, min(event_time) AS event_time
     FROM word WHERE step <> 'holding' GROUP BY shipment_id, step
   ), step AS (
     SELECT shipment_id, step, day, lead(day) OVER (PARTITION BY shipment_id ORDER BY event_time, step) AS next_day
     FROM milestone
   ), took AS (
     SELECT shipment_id, 'departureDelay' AS measure, day - shipped_on AS days
     FROM milestone JOIN delivered ON id = shipment_id WHERE step = 'departing'
     UNION ALL
     SELECT shipment_id, 'toDelivery ' || step, delivered_on - day
     FROM milestone JOIN delivered ON id = shipment_id WHERE step <> 'receiving' AND day <= delivered_on
     UNION ALL
     SELECT shipment_id, 'inStep ' || step, next_day - day FROM step WHERE next_day IS NOT NULL
     UNION ALL
     SELECT shipment_id, 'gap', days
     FROM (SELECT shipment_id, day - lag(day) OVER (PARTITION BY shipment_id ORDER BY event_time) AS days FROM word) AS gap
     WHERE days IS NOT NULL
   ), member AS (
     SELECT id, lane.* FROM delivered CROSS JOIN LATERAL (VALUES
       (delivered.origin, delivered.carrier, delivered.destination), ('', delivered.carrier, ''), ('', '', '')
     ) AS lane (origin, carrier, destination)
   ), added AS (
     SELECT origin, carrier, destination, jsonb_object_agg(measure, taken) AS taken
     FROM (
       SELECT origin, carrier, destination, measure, jsonb_object_agg(days, often) AS taken
       FROM (
         SELECT origin, carrier, destination, measure, days, count(*) AS often
         FROM member JOIN took ON shipment_id = id GROUP BY origin, carrier, destination, measure, days
       ) AS counted
       GROUP BY origin, carrier, destination, measure
     ) AS measured
     GROUP BY origin, carrier, destination
   ), counted AS (
     SELECT origin, carrier, destination, count(*) AS deliveries FROM member GROUP BY origin, carrier, destination
   )
   INSERT INTO shipments.lane_histories (origin, carrier, destination, month, deliveries, taken)
   SELECT origin, carrier, destination, clock.month, coalesce(known.deliveries, 0) + counted.deliveries, summed.taken
   FROM counted LEFT JOIN added USING (origin, carrier, destination)
   CROSS JOIN (SELECT date_trunc('month', max(date))::date AS month FROM shipments.business_days) AS clock
   LEFT JOIN LATERAL (
     SELECT deliveries, taken FROM shipments.lane_histories history
     WHERE (history.origin, history.carrier, history.destination) = (counted.origin, counted.carrier, counted.destination)
     ORDER BY month DESC LIMIT 1
   ) AS known ON true
   CROSS JOIN LATERAL (
     SELECT coalesce(jsonb_object_agg(measure, days), '{}') AS taken
     FROM (
       SELECT measure, jsonb_object_agg(day, often) AS days
       FROM (
         SELECT measure.key AS measure, day.key AS day, sum(day.value::bigint) AS often
         FROM (VALUES (known.taken), (added.taken)) AS both_of (taken),
           jsonb_each(taken) AS measure, jsonb_each_text(measure.value) AS day
         GROUP BY measure.key, day.key
       ) AS counted_days
       GROUP BY measure
     ) AS measures
   ) AS summed
   ON CONFLICT (origin, carrier, destination, month) DO UPDATE
     SET deliveries = excluded.deliveries, taken = excluded.taken`,
);

/** Keeps what the deliveries until a business day have taken; each counts once. */
export async function sumUpDeliveries(unit: UnitOfWork, day: string): Promise<void> {
  await unit.query(waitForTurn, []);
  await unit.query(sumUp, [day]);
}
