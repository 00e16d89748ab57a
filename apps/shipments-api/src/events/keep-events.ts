import { statement, type UnitOfWork } from '@stockade/database';
import { type EpcisEvent, eventDeclared, saysTheSame } from './epcis-event.js';

/** An event that may be kept, with the shipment that it tells of. */
export interface Addressed {
  readonly event: EpcisEvent;
  readonly shipmentId: string | undefined;
}

/** What became of an event. */
export type Kept = 'accepted' | 'duplicate' | 'contradicts_event' | 'contradicts_declaration';

const insertEvents = statement(
  'insert_epcis_events',
  `INSERT INTO shipments.events (event_id, shipment_id, event_time, time_zone_offset, biz_step, disposition, location,
     error_declared_at, document)
   SELECT event->>'eventID', shipment_id, (event->>'eventTime')::timestamptz, event->>'eventTimeZoneOffset',
          event->>'bizStep', event->>'disposition', coalesce(event#>>'{bizLocation,id}', event#>>'{readPoint,id}'),
          (event#>>'{errorDeclaration,declarationTime}')::timestamptz, event
   FROM jsonb_to_recordset($1::jsonb) AS given(event jsonb, shipment_id uuid)
   ON CONFLICT (event_id, declares_error) DO NOTHING
   RETURNING event_id AS "eventID"`,
);

const readDocuments = statement(
  'read_epcis_documents',
  'SELECT document FROM shipments.events WHERE event_id = ANY ($1::text[]) AND declares_error = $2',
);

/**
 * Keeps events by their eventID, each once, however often and in whatever order a carrier repeats it; a known
 * eventID with another content is not kept. A declaration of an error repeats its event whole, and so brings along
 * the event where that is not known yet; it is kept beside it.
 */
export async function keepEvents(
  unit: UnitOfWork,
  given: readonly Addressed[],
): Promise<ReadonlyMap<Addressed, Kept>> {
  const events = await Ledger.of(
    unit,
    given.map((one) => ({ ...one, event: eventDeclared(one.event) })),
  );
  const consistent = given.filter(({ event }) => events.agrees(eventDeclared(event)));
  const declarations = await Ledger.of(unit, consistent.filter(declaresError));
  const told = { events: new Set<string>(), declarations: new Set<string>() };
  const becameOf = (one: Addressed): Kept => {
    const { event } = one;
    const { eventID } = event;
    if (!events.agrees(eventDeclared(event))) return 'contradicts_event';
    const isFirst = events.isNew(eventID) && !told.events.has(eventID);
    // A declaration has told of its event too.
    told.events.add(eventID);
    if (!declaresError(one)) return isFirst ? 'accepted' : 'duplicate';
    if (!declarations.agrees(event)) return 'contradicts_declaration';
    const declaresFirst = declarations.isNew(eventID) && !told.declarations.has(eventID);
    told.declarations.add(eventID);
    return declaresFirst ? 'accepted' : 'duplicate';
  };
  return new Map(given.map((one) => [one, becameOf(one)]));
}

const declaresError = ({ event }: Addressed): boolean => event.errorDeclaration !== undefined;

const rowOf = ({ event, shipmentId }: Addressed) => ({ event, shipment_id: shipmentId });

/** What is known under each eventID once all that was not known has been kept. */
class Ledger {
  private constructor(
    readonly fresh: ReadonlySet<string>,
    private readonly documents: ReadonlyMap<string, EpcisEvent>,
  ) {}

  /** Of several under one eventID the first is kept. All declare an error, or none does. */
  static async of(unit: UnitOfWork, given: readonly Addressed[]): Promise<Ledger> {
    const first = new Map(given.toReversed().map((one) => [one.event.eventID, one]));
    const [sample] = given;
    if (sample === undefined) return new Ledger(new Set(), new Map());
    // In the order of their names, so that two captures never wait for each other.
    const names = [...first.keys()].sort();
    const rows = names.flatMap((name) => first.get(name) ?? []).map(rowOf);
    const inserted = await unit.query<{ eventID: string }>(insertEvents, [JSON.stringify(rows)]);
    const fresh = new Set(inserted.map(({ eventID }) => eventID));
    const documents = new Map<string, EpcisEvent>();
    for (const { event } of first.values()) if (fresh.has(event.eventID)) documents.set(event.eventID, event);
    const known = names.filter((eventID) => !fresh.has(eventID));
    if (known.length > 0) {
      const values = [known, declaresError(sample)];
      for (const { document } of await unit.query<{ document: EpcisEvent }>(readDocuments, values)) {
        documents.set(document.eventID, document);
      }
    }
    return new Ledger(fresh, documents);
  }

  isNew(eventID: string): boolean {
    return this.fresh.has(eventID);
  }

  agrees(event: EpcisEvent): boolean {
    const known = this.documents.get(event.eventID);
    return known !== undefined && saysTheSame(known, event);
  }
}
