import { bizTransactionType, type OperationInput, type shipments } from '@stockade/contracts';
import { bareWord, type CbvKind } from './cbv-words.js';

type Query = OperationInput<typeof shipments.queryEvents>['query'];

/** What a query asks for, as conditions on `shipments.events` and the values of their parameters. */
export interface EventFilters {
  readonly conditions: readonly string[];
  readonly values: readonly unknown[];
}

/** EPCIS 2.0 section 8.2.7.1: several values of a parameter are separated by a bar, and one of them must match. */
const valuesOf = (list: string): string[] => list.split('|');

/** Every parameter that is a filter, as a condition on its value. All that are given must hold. */
export function eventFilters(query: Query): EventFilters {
  const values: unknown[] = [];
  const conditions: string[] = [];
  const given = (value: unknown): string => `$${values.push(value)}`;
  const instant = (column: string, from: string | undefined, before: string | undefined) => {
    if (from !== undefined) conditions.push(`${column} >= ${given(from)}::timestamptz`);
    if (before !== undefined) conditions.push(`${column} < ${given(before)}::timestamptz`);
  };
  const oneOf = (column: string, list: string | undefined, kind?: CbvKind) => {
    if (list === undefined) return;
    const [first, ...others] = valuesOf(list).map((value) => (kind ? bareWord(kind, value) : value));
    conditions.push(
      others.length === 0
        ? `${column} = ${given(first)}`
        : `${column} = ANY (${given([first, ...others])}::text[])`,
    );
  };
  const overlaps = (columns: readonly string[], list: readonly string[]) => {
    const parameter = given(list);
    conditions.push(`(${columns.map((column) => `${column} && ${parameter}::text[]`).join(' OR ')})`);
  };

  oneOf('event_type', query.eventType);
  instant('event_time', query.GE_eventTime, query.LT_eventTime);
  instant('record_time', query.GE_recordTime, query.LT_recordTime);
  oneOf('action', query.EQ_action);
  oneOf('biz_step', query.EQ_bizStep, 'bizStep');
  oneOf('disposition', query.EQ_disposition, 'disposition');
  oneOf('read_point', query.EQ_readPoint);
  oneOf('biz_location', query.EQ_bizLocation);
  for (const type of bizTransactionType.options) {
    const list = query[`EQ_bizTransaction_${type}`];
    if (list !== undefined)
      overlaps(
        ['transactions'],
        valuesOf(list).map((transaction) => `${type} ${transaction}`),
      );
  }
  if (query.MATCH_epc !== undefined) overlaps(['epcs'], valuesOf(query.MATCH_epc));
  if (query.MATCH_anyEPC !== undefined) overlaps(['epcs', 'other_epcs'], valuesOf(query.MATCH_anyEPC));
  oneOf('event_id', query.EQ_eventID);
  if (query.EXISTS_errorDeclaration !== undefined) {
    conditions.push(query.EXISTS_errorDeclaration === 'true' ? 'declares_error' : 'NOT declares_error');
  }
  if (query.GE_errorDeclarationTime !== undefined || query.LT_errorDeclarationTime !== undefined) {
    conditions.push('declares_error');
    instant('error_declared_at', query.GE_errorDeclarationTime, query.LT_errorDeclarationTime);
  }
  if (query.EQ_correctiveEventID !== undefined) {
    overlaps(['corrective_event_ids'], valuesOf(query.EQ_correctiveEventID));
  }
  return { conditions, values };
}
