import { type OperationInput, type OperationOutput, shipments } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { localDayOf, standing } from './known-events.js';
import { readLaneHistories } from './lane-histories.js';

type Contract = typeof shipments.listJourneys;
type Journey = OperationOutput<Contract>['journeys'][number];

const words = `
  SELECT biz_step AS "bizStep", event_id AS "eventID", event_time, ${localDayOf('event')} AS "on"
  FROM shipments.events event WHERE shipment_id = shipment.id AND ${standing('event')}`;
const asJson = `jsonb_build_object('eventID', "eventID", 'bizStep', "bizStep", 'on', "on")`;

/** What happened after the day, and a delivery after it, were not known then. */
const selectJourneys = statement(
  'list_journeys',
  `SELECT id, origin, carrier, destination, status, shipped_on AS "shippedOn", promised_on AS "promisedOn",
     CASE WHEN delivered_on <= $2 THEN delivered_on END AS "deliveredOn",
     coalesce(milestones, '[]') AS milestones, last_word AS "lastWord"
   FROM shipments.shipments shipment
   LEFT JOIN LATERAL (
     SELECT jsonb_agg(${asJson} ORDER BY event_time, "eventID") AS milestones
     FROM (
       SELECT DISTINCT ON ("bizStep") * FROM (${words}) AS word
       WHERE "on" <= $2 AND "bizStep" <> 'holding' ORDER BY "bizStep", event_time, "eventID"
     ) AS first_of_step
   ) AS reached ON true
   LEFT JOIN LATERAL (
     SELECT ${asJson} AS last_word FROM (${words}) AS word
     WHERE "on" <= $2 ORDER BY event_time DESC, "eventID" DESC LIMIT 1
   ) AS heard ON true
   WHERE id = ANY ($1::uuid[]) ORDER BY id`,
);

@Operation(shipments.listJourneys)
export class ListJourneys implements Handler<Contract> {
  async handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const journeys = await unit.query<Journey>(selectJourneys, [query.ids.split(','), query.on]);
    return { journeys, histories: await readLaneHistories(unit, journeys, query.on) };
  }
}
