import { epcisEventType, type OperationInput, Problem, type shipments, timestamp } from '@stockade/contracts';
import { withBareWords } from './cbv-words.js';
import { epcisEvent, shipmentsOf } from './epcis-event.js';
import { schemaFault } from './epcis-schema.js';
import { boundsFault } from './event-bounds.js';
import type { Fault } from './fault.js';
import { inContext, type Prefixes, prefixesOf, prefixesUsed } from './json-ld-context.js';
import type { Addressed } from './keep-events.js';

type Body = OperationInput<typeof shipments.captureEvents>['body'];
type GivenEvent = Readonly<Record<string, unknown>>;
type Finding = Addressed | Fault;

/** An event in the form in which it is kept, or what is wrong with it; `eventID` null where it has none to tell. */
export type Judgement = Finding & { readonly eventID: string | null };

/**
 * Judges each event of a document, or the single one, for itself alone.
 * @throws Problem `validation_failed` for the context of a document
 */
export function judgeEvents(body: Body): Judgement[] {
  if (body.type !== 'EPCISDocument') return [{ ...findingOf(body, new Map()), eventID: nameOf(body) }];
  const prefixes = prefixesOf(body['@context']);
  if (typeof prefixes === 'string') {
    throw new Problem('validation_failed', {
      detail: `/body/@context ${prefixes}`,
      errors: [{ pointer: '/body/@context', detail: prefixes }],
    });
  }
  return body.epcisBody.eventList.map((given) => ({ ...findingOf(given, prefixes), eventID: nameOf(given) }));
}

function nameOf({ eventID }: GivenEvent): string | null {
  return typeof eventID === 'string' && boundsFault(eventID) === undefined ? eventID : null;
}

/** @param documentPrefixes what the context of the document around it adds to the standard's */
function findingOf(given: GivenEvent, documentPrefixes: Prefixes): Finding {
  const outOfBounds = boundsFault(given);
  if (outOfBounds) return outOfBounds;
  const type = epcisEventType.safeParse(given.type);
  if (!type.success) {
    return { pointer: '/type', detail: `must be one of ${epcisEventType.options.join(', ')}` };
  }
  const { '@context': context, recordTime: _setAtCapture, ...told } = given;
  const prefixes = context === undefined ? new Map<string, string>() : prefixesOf(context);
  if (typeof prefixes === 'string') return { pointer: '/@context', detail: prefixes };
  const known = new Map([...documentPrefixes, ...prefixes]);
  const unknown = prefixesUsed(told).find((prefix) => !known.has(prefix));
  if (unknown !== undefined) {
    return { pointer: '', detail: `uses the prefix ${unknown}, which @context does not define` };
  }
  const event = withBareWords(inContext(told, known));
  return schemaFault(type.data, event) ?? placed(event);
}

/** What the standard leaves open and this platform needs: a name, instants that it can keep, one shipment. */
function placed(given: unknown): Finding {
  const { eventID } = epcisEvent.pick({ eventID: true }).partial().parse(given);
  if (eventID === undefined) {
    return {
      pointer: '/eventID',
      detail: 'is needed: a URI such as urn:uuid:…, the same however often it is told',
    };
  }
  const event = epcisEvent.parse(given);
  for (const [pointer, instant] of [
    ['/eventTime', event.eventTime],
    ['/errorDeclaration/declarationTime', event.errorDeclaration?.declarationTime],
  ] as const) {
    const checked = timestamp.optional().safeParse(instant);
    if (!checked.success) return { pointer, detail: checked.error.issues[0]?.message ?? 'is no instant' };
  }
  const [shipmentId, another] = shipmentsOf(event);
  if (another !== undefined) {
    return { pointer: '/bizTransactionList', detail: 'names two shipments as desadv: tell an event of each' };
  }
  return { event, shipmentId };
}
