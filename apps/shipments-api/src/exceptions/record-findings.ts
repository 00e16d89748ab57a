import type { JobResult, jobs } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { isUnderWay, type ShipmentStatus } from '../shipments/shipment-states.js';

type Result = JobResult<typeof jobs.etaCheck>;
type Finding = Result['findings'][number];

interface Checked {
  readonly id: string;
  readonly status: ShipmentStatus;
  readonly etaOn: string;
  readonly checkedOn: string | null;
}

/** In the order of their ids, so that two results never wait for each other. */
const lockShipments = statement(
  'lock_checked_shipments',
  `SELECT id, status, eta_on AS "etaOn", checked_on AS "checkedOn"
   FROM shipments.shipments WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`,
);

/** Facts that are found no more; what is found of a kind that is open keeps its exception. */
const resolve = statement(
  'resolve_shipment_exceptions',
  `UPDATE shipments.exceptions SET resolved_on = greatest(detected_on, $2)
   WHERE shipment_id = ANY ($1::uuid[]) AND resolved_on IS NULL AND NOT EXISTS (
     SELECT FROM jsonb_to_recordset($3::jsonb) AS found ("shipmentId" uuid, kind text)
     WHERE found."shipmentId" = shipment_id AND found.kind = exceptions.kind)
   RETURNING shipment_id AS id`,
);

/** Raised once for a fact: one that was resolved is not opened again by the fact that it was raised for. */
const raise = statement(
  'raise_shipment_exceptions',
  `INSERT INTO shipments.exceptions (shipment_id, kind, promised_on, fact, detected_on, detail)
   SELECT shipments.id, found.kind, shipments.promised_on, found.fact, $1, found.detail
   FROM jsonb_to_recordset($2::jsonb) AS found ("shipmentId" uuid, kind text, fact text, detail text)
   JOIN shipments.shipments ON shipments.id = found."shipmentId"
   ON CONFLICT DO NOTHING
   RETURNING shipment_id AS id`,
);

const updateShipments = statement(
  'update_checked_shipments',
  `UPDATE shipments.shipments SET eta_on = found."etaOn", eta_earliest_on = found."etaEarliestOn",
     eta_latest_on = found."etaLatestOn", checked_on = greatest(checked_on, $1),
     version = version + CASE WHEN eta_on <> found."etaOn" OR id = ANY ($3::uuid[]) THEN 1 ELSE 0 END
   FROM jsonb_to_recordset($2::jsonb) AS found ("shipmentId" uuid, "etaOn" date, "etaEarliestOn" date, "etaLatestOn" date)
   WHERE id = found."shipmentId"`,
);

/** The tracker may not write: what it found is recorded here, by the owner of the data, once however often it is told. */
export async function recordFindings({ findings, businessDate }: Result, unit: UnitOfWork): Promise<void> {
  const ids = findings.map(({ shipmentId }) => shipmentId);
  const held = new Map((await unit.query<Checked>(lockShipments, [ids])).map((row) => [row.id, row]));
  const current = findings.flatMap((finding) =>
    currentFinding(finding, held.get(finding.shipmentId), businessDate),
  );
  const exceptions = JSON.stringify(
    current.flatMap(({ shipmentId, exceptions }) => exceptions.map((found) => ({ shipmentId, ...found }))),
  );
  const looked = current.map(({ shipmentId }) => shipmentId);
  const resolved = await unit.query<{ id: string }>(resolve, [looked, businessDate, exceptions]);
  const raised = await unit.query<{ id: string }>(raise, [businessDate, exceptions]);
  const changed = [...resolved, ...raised].map(({ id }) => id);
  await unit.query(updateShipments, [businessDate, JSON.stringify(current), changed]);
}

/** What a finding still says of the shipment as it is held; nothing where a later business day was looked at already. */
function currentFinding(finding: Finding, held: Checked | undefined, businessDate: string): Finding[] {
  if (held === undefined) return [];
  if (!isUnderWay(held.status)) {
    // A journey that has ended has no exceptions, also where the tracker had not seen the end yet.
    return [
      { ...finding, etaOn: held.etaOn, etaEarliestOn: held.etaOn, etaLatestOn: held.etaOn, exceptions: [] },
    ];
  }
  return held.checkedOn !== null && businessDate < held.checkedOn ? [] : [finding];
}
