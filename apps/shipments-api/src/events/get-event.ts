import { type OperationInput, type OperationOutput, Problem, shipments } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { type CapturedEvent, capturedEventColumns, queryDocument } from './query-document.js';

type Contract = typeof shipments.getEvent;

const readEvent = statement(
  'read_epcis_event',
  `SELECT ${capturedEventColumns} FROM shipments.events WHERE event_id = $1 ORDER BY declares_error`,
);

/** The event, and the declaration of its error after it, where there is one. */
@Operation(shipments.getEvent)
export class GetEvent implements Handler<Contract> {
  async handle({ params }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const events = await unit.query<CapturedEvent>(readEvent, [params.eventID]);
    if (events.length === 0) throw new Problem('not_found', { detail: 'There is no event of this eventID.' });
    return queryDocument(events);
  }
}
