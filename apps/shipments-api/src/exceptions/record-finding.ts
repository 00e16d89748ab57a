import { type JobResult, type jobs } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';

/** A finding on an earlier business day than the last one taken up comes too late to count. */
const updateEta = statement(
  'update-shipment-eta',
  `UPDATE shipments.shipments SET eta_on = $2, checked_on = $3, version = version + (eta_on <> $2)::int
   WHERE id = $1 AND status NOT IN ('returned', 'lost', 'cancelled') AND coalesce(checked_on <= $3::date, true)
   RETURNING promised_on AS "promisedOn"`,
);

/** Raised once for a kind and a promised day; a fact that comes back opens it again. */
const raise = statement(
  'raise-shipment-exceptions',
  `INSERT INTO shipments.exceptions (shipment_id, kind, promised_on, detected_on, detail)
   SELECT $1, found.kind, $2, $3, found.detail FROM jsonb_to_recordset($4::jsonb) AS found(kind text, detail text)
   ON CONFLICT (shipment_id, kind, promised_on) DO UPDATE SET resolved_on = NULL, detail = excluded.detail
   WHERE exceptions.resolved_on IS NOT NULL OR exceptions.detail <> excluded.detail`,
);

const resolve = statement(
  'resolve-shipment-exceptions',
  `UPDATE shipments.exceptions SET resolved_on = $2
   WHERE shipment_id = $1 AND resolved_on IS NULL AND NOT (kind = ANY ($3::text[]))`,
);

/** The tracker may not write: what it found is recorded here, by the owner of the data. */
export async function recordFinding(
  finding: JobResult<typeof jobs.etaCheck>,
  unit: UnitOfWork,
): Promise<void> {
  const { shipmentId, businessDate, etaOn, exceptions } = finding;
  const [current] = await unit.query<{ promisedOn: string }>(updateEta, [shipmentId, etaOn, businessDate]);
  if (current === undefined) return;
  await unit.query(raise, [shipmentId, current.promisedOn, businessDate, JSON.stringify(exceptions)]);
  await unit.query(resolve, [shipmentId, businessDate, exceptions.map(({ kind }) => kind)]);
}
