import type { laneHistory, OperationOutput, shipments } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import type { z } from 'zod';

type LaneHistory = z.output<typeof laneHistory>;
type Journey = OperationOutput<typeof shipments.listJourneys>['journeys'][number];
type Taken = LaneHistory['gap'];

interface Row extends Pick<LaneHistory, 'origin' | 'carrier' | 'destination' | 'deliveries'> {
  /** By `<measure> <step>`. */
  readonly taken: Readonly<Record<string, Taken>>;
}

/** The last row before the month of the day: what a month has told is known when it is over. */
const selectHistories = statement(
  'select_lane_histories',
  `SELECT nullif(origin, '') AS origin, nullif(carrier, '') AS carrier, nullif(destination, '') AS destination,
     deliveries, taken
   FROM (
     SELECT DISTINCT lane.* FROM unnest($1::text[], $2::text[], $3::text[]) AS asked (origin, carrier, destination)
     CROSS JOIN LATERAL (VALUES (origin, carrier, destination), ('', carrier, ''), ('', '', ''))
       AS lane (origin, carrier, destination)
   ) AS lane
   CROSS JOIN LATERAL (
     SELECT deliveries, taken FROM shipments.lane_histories history
     WHERE (history.origin, history.carrier, history.destination) = (lane.origin, lane.carrier, lane.destination)
       AND month < date_trunc('month', $4::date)
     ORDER BY month DESC LIMIT 1
   ) AS known`,
);

/** What was known on a day of the lanes of journeys, of their carriers, and of all. */
export async function readLaneHistories(
  unit: UnitOfWork,
  journeys: readonly Journey[],
  on: string,
): Promise<LaneHistory[]> {
  const column = (name: 'origin' | 'carrier' | 'destination') => journeys.map((journey) => journey[name]);
  const lanes = [column('origin'), column('carrier'), column('destination')];
  return (await unit.query<Row>(selectHistories, [...lanes, on])).map(present);
}

function present({ taken, ...lane }: Row): LaneHistory {
  const bySteps = (measure: string) =>
    Object.fromEntries(
      Object.entries(taken)
        .filter(([name]) => name.startsWith(`${measure} `))
        .map(([name, days]) => [name.slice(measure.length + 1), days]),
    );
  return {
    ...lane,
    departureDelay: taken.departureDelay ?? {},
    toDelivery: bySteps('toDelivery'),
    inStep: bySteps('inStep'),
    gap: taken.gap ?? {},
  };
}
