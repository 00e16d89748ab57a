import { governance, type OperationInput, type OperationOutput, timestamp } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import {
  ALARMING_DENIALS,
  DENIED_REPEATEDLY,
  type Handler,
  Operation,
  pageOf,
  readCursor,
} from '@stockade/service';
import { z } from 'zod';

type Contract = typeof governance.listAlerts;
type Alert = OperationOutput<Contract>['items'][number];

/** The audit is the only memory: what it has records of is what there is to be alarmed about. */
const deniedRepeatedly = statement(
  'alerts_denied_repeatedly',
  `SELECT agent, to_char(date_trunc('minute', at AT TIME ZONE 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS minute,
     count(*)::int AS denials, array_agg(DISTINCT service::text) AS services,
     array_agg(DISTINCT coalesce(reason::text, 'none')) AS reasons
   FROM audit.events
   WHERE result = 'denied' AND at > now() - interval '24 hours' AND ($1::timestamptz IS NULL OR at < $1 + interval '1 minute')
   GROUP BY 1, 2
   HAVING count(*) >= $3 AND ($1::timestamptz IS NULL OR (date_trunc('minute', min(at)), agent) < ($1, $2::text))
   ORDER BY 2 DESC, 1 DESC LIMIT $4`,
);

const key = z.tuple([timestamp, z.string()]);

@Operation(governance.listAlerts)
export class ListAlerts implements Handler<Contract> {
  async handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const { limit, cursor } = query;
    const [minute, agent] = cursor === undefined ? [null, null] : readCursor(cursor, key);
    const values = [minute, agent, ALARMING_DENIALS, limit + 1];
    const rows = await unit.query<Omit<Alert, 'kind'>>(deniedRepeatedly, values);
    const alerts = rows.map((row): Alert => ({ kind: DENIED_REPEATEDLY, ...row }));
    return pageOf(alerts, limit, (alert) => [alert.minute, alert.agent]);
  }
}
