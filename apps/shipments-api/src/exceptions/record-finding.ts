import type { JobResult, jobs } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { isUnderWay, type ShipmentStatus } from '../shipments/shipment-states.js';

interface Checked {
  readonly status: ShipmentStatus;
  readonly promisedOn: string;
  readonly etaOn: string;
  readonly checkedOn: string | null;
}

const lockShipment = statement(
  'lock_shipment',
  `SELECT status, promised_on AS "promisedOn", eta_on AS "etaOn", checked_on AS "checkedOn"
   FROM shipments.shipments WHERE id = $1 FOR UPDATE`,
);

/** Raised once for a kind and a promised day; a fact that comes back opens it again. */
const raise = statement(
  'raise_shipment_exceptions',
  `INSERT INTO shipments.exceptions (shipment_id, kind, promised_on, detected_on, detail)
   SELECT $1, found.kind, $2, $3, found.detail FROM jsonb_to_recordset($4::jsonb) AS found(kind text, detail text)
   ON CONFLICT (shipment_id, kind, promised_on) DO UPDATE SET resolved_on = NULL, detail = excluded.detail
   WHERE exceptions.resolved_on IS NOT NULL OR exceptions.detail <> excluded.detail
   RETURNING kind`,
);

const resolve = statement(
  'resolve_shipment_exceptions',
  `UPDATE shipments.exceptions SET resolved_on = greatest(detected_on, $2)
   WHERE shipment_id = $1 AND resolved_on IS NULL AND NOT (kind = ANY ($3::text[]))
   RETURNING kind`,
);

const updateShipment = statement(
  'update_checked_shipment',
  `UPDATE shipments.shipments SET eta_on = $2, checked_on = greatest(checked_on, $3), version = version + $4
   WHERE id = $1`,
);

/** The tracker may not write: what it found is recorded here, by the owner of the data. */
export async function recordFinding(
  finding: JobResult<typeof jobs.etaCheck>,
  unit: UnitOfWork,
): Promise<void> {
  const { shipmentId, businessDate } = finding;
  const [shipment] = await unit.query<Checked>(lockShipment, [shipmentId]);
  if (shipment === undefined) return;
  const underWay = isUnderWay(shipment.status);
  // Found on an earlier business day than the last one that was taken up: it comes too late to count.
  if (underWay && shipment.checkedOn !== null && businessDate < shipment.checkedOn) return;
  // A journey that has ended has no exceptions, also where the tracker had not seen the end yet.
  const exceptions = underWay ? finding.exceptions : [];
  const etaOn = underWay ? finding.etaOn : shipment.etaOn;

  const found = [shipmentId, shipment.promisedOn, businessDate, JSON.stringify(exceptions)];
  const raised = await unit.query(raise, found);
  const kinds = exceptions.map(({ kind }) => kind);
  const resolved = await unit.query(resolve, [shipmentId, businessDate, kinds]);
  const changed = raised.length + resolved.length > 0 || etaOn !== shipment.etaOn;
  await unit.query(updateShipment, [shipmentId, etaOn, businessDate, changed ? 1 : 0]);
}
