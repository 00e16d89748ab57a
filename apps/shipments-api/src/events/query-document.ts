import type { epcisQueryDocument } from '@stockade/contracts';
import type { z } from 'zod';
import { STANDARD_CONTEXT } from './json-ld-context.js';

type QueryDocument = z.output<typeof epcisQueryDocument>;

/** A row of `shipments.events` as a query reads it. */
export interface CapturedEvent {
  readonly document: Readonly<Record<string, unknown>>;
  readonly recordTime: string;
}

/** Columns of a `CapturedEvent`. */
export const capturedEventColumns = `document,
  to_char(record_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "recordTime"`;

/** The platform's one name beyond the standard's: the token of the next page, which the standard puts in a header. */
const OWN_NAMES = { stockade: 'https://id.stockade.example/epcis/' };

/** The answer to a SimpleEventQuery (EPCIS 2.0 section 12): each event as captured, with the time of its capture. */
export function queryDocument(
  events: readonly CapturedEvent[],
  nextPageToken: string | null = null,
): QueryDocument {
  const eventList = events.map(({ document, recordTime }) => ({ ...document, recordTime }));
  return {
    '@context': [STANDARD_CONTEXT, OWN_NAMES],
    type: 'EPCISQueryDocument',
    schemaVersion: '2.0',
    creationDate: new Date().toISOString(),
    epcisBody: { queryResults: { queryName: 'SimpleEventQuery', resultsBody: { eventList } } },
    ...(nextPageToken === null ? {} : { 'stockade:nextPageToken': nextPageToken }),
  };
}
