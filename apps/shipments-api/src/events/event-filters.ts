import { bizTransactionType, type OperationInput, type shipments } from '@stockade/contracts';
import { bareWord, type CbvKind } from './cbv-words.js';

type Query = OperationInput<typeof shipments.queryEvents>['query'];

/** What a query asks for, as conditions on `shipments.events` and the values of their parameters. */
interface EventFilters {
  /** That an event names something. Few do, which Postgres cannot know of values within JSON. */
  readonly naming: readonly string[];
  readonly conditions: readonly string[];
  readonly values: readonly unknown[];
}

/** Every parameter that is a filter, as a condition on its value. All that are given must hold. */
export function eventFilters(query: Query): EventFilters {
  const filters = new Conditions();
  filters.oneOf('event_type', query.eventType);
  filters.within('event_time', query.GE_eventTime, query.LT_eventTime);
  filters.within('record_time', query.GE_recordTime, query.LT_recordTime);
  filters.oneOf('action', query.EQ_action);
  filters.oneOf('biz_step', query.EQ_bizStep, 'bizStep');
  filters.oneOf('disposition', query.EQ_disposition, 'disposition');
  filters.oneOf('read_point', query.EQ_readPoint);
  filters.oneOf('biz_location', query.EQ_bizLocation);
  for (const type of bizTransactionType.options) {
    filters.refersTo(type, query[`EQ_bizTransaction_${type}`]);
  }
  filters.names('epcs', query.MATCH_epc);
  filters.names('any_epcs', query.MATCH_anyEPC);
  filters.oneOf('event_id', query.EQ_eventID);
  filters.names('declares_error AND corrective_event_ids', query.EQ_correctiveEventID);
  filters.within('error_declared_at', query.GE_errorDeclarationTime, query.LT_errorDeclarationTime);
  if (query.EXISTS_errorDeclaration === 'false') filters.add('NOT declares_error');
  // Said also where another filter implies it: the indexes of declarations hold nothing else.
  else if (asksForDeclarations(query)) filters.add('declares_error');
  return filters;
}

const asksForDeclarations = (query: Query): boolean =>
  query.EXISTS_errorDeclaration === 'true' ||
  query.GE_errorDeclarationTime !== undefined ||
  query.LT_errorDeclarationTime !== undefined;

class Conditions implements EventFilters {
  readonly naming: string[] = [];
  readonly conditions: string[] = [];
  readonly values: unknown[] = [];

  add(condition: string): void {
    this.conditions.push(condition);
  }

  within(column: string, from: string | undefined, before: string | undefined): void {
    if (from !== undefined) this.add(`${column} >= ${this.#given(from)}::timestamptz`);
    if (before !== undefined) this.add(`${column} < ${this.#given(before)}::timestamptz`);
  }

  oneOf(column: string, list: string | undefined, kind?: CbvKind): void {
    if (list === undefined) return;
    const wanted = valuesOf(list).map((value) => (kind ? bareWord(kind, value) : value));
    const [only, ...others] = wanted;
    // An index in the order of the answer serves one value.
    if (others.length === 0) this.add(`${column} = ${this.#given(only)}`);
    else this.add(`${column} = ANY (${this.#given(wanted)}::text[])`);
  }

  /** One of the URIs stands in a column that holds a JSON array of them. */
  names(column: string, list: string | undefined): void {
    if (list !== undefined) this.naming.push(`${column} ?| ${this.#given(valuesOf(list))}::text[]`);
  }

  /** One of the business transactions of that type is referred to. */
  refersTo(type: string, list: string | undefined): void {
    if (list === undefined) return;
    const references = valuesOf(list).map((bizTransaction) => JSON.stringify([{ type, bizTransaction }]));
    const each = references.map((reference) => `transactions @> ${this.#given(reference)}::jsonb`);
    this.naming.push(`(${each.join(' OR ')})`);
  }

  #given(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}

/** EPCIS 2.0 section 12: several values of a parameter are separated by a bar, and one of them must match. */
const valuesOf = (list: string): string[] => list.split('|');
