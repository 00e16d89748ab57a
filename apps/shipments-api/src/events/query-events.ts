import { type OperationInput, type OperationOutput, shipments, timestamp } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation, pageOf, readCursor } from '@stockade/service';
import { z } from 'zod';
import { eventFilters } from './event-filters.js';
import { type CapturedEvent, capturedEventColumns, queryDocument } from './query-document.js';

type Contract = typeof shipments.queryEvents;

interface Row extends CapturedEvent {
  readonly sequence: number;
  readonly eventTime: string;
}

const position = z.tuple([timestamp, z.int()]);

/** EPCIS 2.0 SimpleEventQuery, newest first. */
@Operation(shipments.queryEvents)
export class QueryEvents implements Handler<Contract> {
  async handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const { naming, conditions, values } = eventFilters(query);
    const parameters = [...values];
    const where = [...conditions];
    if (query.nextPageToken !== undefined) {
      const [time, sequence] = readCursor(query.nextPageToken, position);
      const [at, after] = [parameters.push(time), parameters.push(sequence)];
      where.push(`(event_time, sequence) < ($${at}::timestamptz, $${after}::bigint)`);
    }
    // Without a name, so that it is planned for these filters and these values.
    const rows: Row[] = await unit.manager.query(
      `SELECT ${capturedEventColumns}, sequence,
              to_char(event_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "eventTime"
       FROM ${eventsNaming(naming)} WHERE ${['TRUE', ...where].join(' AND ')}
       ORDER BY event_time DESC, sequence DESC LIMIT $${parameters.push(query.perPage + 1)}`,
      parameters,
    );
    const { items, nextCursor } = pageOf(rows, query.perPage, (row) => [row.eventTime, row.sequence]);
    return queryDocument(items, nextCursor);
  }
}

/** Found first, whatever the order of the answer: OFFSET keeps Postgres from looking for them in that order. */
const eventsNaming = (conditions: readonly string[]): string =>
  conditions.length === 0
    ? 'shipments.events'
    : `(SELECT * FROM shipments.events WHERE ${conditions.join(' AND ')} OFFSET 0) AS events`;
