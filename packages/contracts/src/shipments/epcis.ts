import { z } from 'zod';
import { defineOperation } from '../operation.js';
import { outsideText, text, timestamp } from '../values.js';

const service = 'shipments-api';

export const epcisEventType = z.enum([
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
  'AssociationEvent',
]);

/** CBV 2.0 section 7.3: what a business transaction can be. */
export const bizTransactionType = z.enum([
  'bol',
  'cert',
  'desadv',
  'inv',
  'pedigree',
  'po',
  'poc',
  'prodorder',
  'recadv',
  'rma',
  'testprd',
  'testres',
  'upevt',
]);

/** Each event is judged by itself, by GS1's JSON Schema: here it is any object, lest one fails its neighbours. */
const givenEvent = z
  .record(z.string(), z.unknown())
  .describe(
    'EPCIS 2.0 event: type, eventID, eventTime, eventTimeZoneOffset, action, bizStep, and the shipment in bizTransactionList as desadv urn:uuid:<shipment id>',
  );

/** The contexts of EPCIS 2.0, by the addresses under which GS1 publishes them. */
export const epcisContext = z.enum([
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  'https://ref.gs1.org/standards/epcis/epcis-context.jsonld',
  'https://gs1.github.io/EPCIS/epcis-context.jsonld',
]);

/** Namespaces of extensions, by the prefixes of their names. */
export const contextPrefixes = z.record(
  z.string().regex(/^[A-Za-z][A-Za-z0-9._-]{0,31}$/),
  z
    .string()
    .max(300)
    .regex(/^[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]+$/),
);

const context: z.ZodType = z
  .union([
    epcisContext,
    z
      .array(z.union([epcisContext, contextPrefixes]))
      .min(1)
      .max(10),
  ])
  .describe("The standard's JSON-LD context, and objects that give prefixes of extensions their URI");

export const epcisDocument = z.strictObject({
  '@context': context,
  type: z.literal('EPCISDocument'),
  schemaVersion: z.string().regex(/^2\.\d+(\.\d+)?$/, { error: 'must be a version 2 of EPCIS, such as 2.0' }),
  creationDate: timestamp,
  /** Of the message, not of its events: not kept. */
  ...{ id: z.string().optional(), instanceIdentifier: z.string().optional() },
  ...{ sender: z.string().optional(), receiver: z.string().optional() },
  epcisBody: z.strictObject({ eventList: z.array(givenEvent).min(1).max(500) }),
});

const singleEvent = z.looseObject({ type: epcisEventType });

export const capturedEvent = z.strictObject({
  /** Null where what was given names none. */
  eventID: outsideText(z.string().nullable(), 'carrier'),
  outcome: z.enum(['accepted', 'duplicate', 'rejected']),
  /** RFC 6901, into the event; null where it was not rejected. */
  pointer: z.string().nullable(),
  detail: z.string().nullable(),
});

/** EPCIS 2.0's REST binding (section 12): what a query is answered with. */
export const epcisQueryDocument = z.strictObject({
  '@context': z.array(z.union([z.string(), z.record(z.string(), z.string())])),
  type: z.literal('EPCISQueryDocument'),
  schemaVersion: z.literal('2.0'),
  creationDate: timestamp,
  epcisBody: z.strictObject({
    queryResults: z.strictObject({
      queryName: z.literal('SimpleEventQuery'),
      resultsBody: z.strictObject({
        eventList: outsideText(z.array(z.record(z.string(), z.unknown())), 'carrier'),
      }),
    }),
  }),
  'stockade:nextPageToken': z
    .string()
    .optional()
    .describe('nextPageToken of the page after; absent on the last'),
});

const MOST_VALUES = 20;
const severalOf = (one: string, longest = 1000) =>
  z
    .string()
    .min(1)
    .max(MOST_VALUES * longest)
    .refine((list) => list.split('|').length <= MOST_VALUES, {
      error: `must be at most ${MOST_VALUES} values`,
    })
    .refine((list) => list.isWellFormed() && !list.includes('\u0000'), {
      error: 'must be well-formed Unicode without NUL',
    })
    .optional()
    .describe(`${one}; several separated by |`);

const severalOfWords = (words: readonly string[]) => {
  const word = `(${words.join('|')})`;
  return z
    .string()
    .regex(new RegExp(`^${word}(\\|${word})*$`), { error: `must be of ${words.join(', ')}, separated by |` })
    .max(200)
    .optional()
    .describe(`${words.join(', ')}; several separated by |`);
};

const transactionFilters = Object.fromEntries(
  bizTransactionType.options.map((type) => [
    `EQ_bizTransaction_${type}`,
    severalOf('URI of the transaction'),
  ]),
) as Record<`EQ_bizTransaction_${z.output<typeof bizTransactionType>}`, ReturnType<typeof severalOf>>;

/** The parameters of EPCIS 2.0's SimpleEventQuery (section 8.2.7.1) that are served, by their REST names. */
const simpleEventQuery = z.strictObject({
  eventType: severalOfWords(epcisEventType.options),
  GE_eventTime: timestamp.optional().describe('From this instant on'),
  LT_eventTime: timestamp.optional().describe('Before this instant'),
  GE_recordTime: timestamp.optional().describe('Captured from this instant on'),
  LT_recordTime: timestamp.optional().describe('Captured before this instant'),
  EQ_action: severalOfWords(['ADD', 'OBSERVE', 'DELETE']),
  EQ_bizStep: severalOf('Business step of CBV 2.0, such as shipping'),
  EQ_disposition: severalOf('Disposition of CBV 2.0, such as in_transit'),
  EQ_readPoint: severalOf('URI of the place of observation'),
  EQ_bizLocation: severalOf('URI of the place where the goods are afterwards'),
  ...transactionFilters,
  MATCH_epc: severalOf('URI in epcList or childEPCs'),
  MATCH_anyEPC: severalOf('URI in epcList, childEPCs, inputEPCList, outputEPCList or parentID'),
  EQ_eventID: severalOf('eventID'),
  EXISTS_errorDeclaration: z
    .enum(['true', 'false'])
    .optional()
    .describe('true: only declarations of an error'),
  GE_errorDeclarationTime: timestamp.optional().describe('Declared in error from this instant on'),
  LT_errorDeclarationTime: timestamp.optional().describe('Declared in error before this instant'),
  EQ_correctiveEventID: severalOf('eventID that an error declaration names as its correction'),
  perPage: z.coerce.number().int().min(1).max(200).default(30).describe('Most events in the answer'),
  nextPageToken: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,512}$/, { error: 'must be the nextPageToken of an earlier answer' })
    .optional()
    .describe('Token of the answer before, for the page after it'),
});

/** EPCIS 2.0 (GS1, ISO/IEC 19987) with CBV 2.0 (ISO/IEC 19988). */
export const epcisOperations = {
  captureEvents: defineOperation({
    id: 'shipments.capture_events',
    service,
    method: 'POST',
    path: '/v1/events',
    scope: 'shipments:write',
    summary: 'Captures EPCIS 2.0 events, one or a document; each is accepted, rejected or a duplicate.',
    description:
      "Validated by GS1's JSON Schema; words of CBV 2.0 bare or as URI. An event names its shipment in bizTransactionList as desadv urn:uuid:<id>. The same event again is a duplicate and changes nothing. To withdraw an event, send it whole again with errorDeclaration added.",
    example: {
      body: {
        type: 'ObjectEvent',
        eventID: 'urn:uuid:0198c1a2-7b3c-7d4e-8f50-123456789abc',
        eventTime: '2012-07-02T08:00:00Z',
        eventTimeZoneOffset: '+00:00',
        action: 'OBSERVE',
        epcList: [],
        bizStep: 'arriving',
        bizTransactionList: [
          { type: 'desadv', bizTransaction: 'urn:uuid:0198c1a2-7b3c-7d4e-8f50-abcdef012345' },
        ],
      },
    },
    body: z.discriminatedUnion('type', [epcisDocument, singleEvent]),
    output: z.strictObject({ events: z.array(capturedEvent) }),
  }),
  queryEvents: defineOperation({
    id: 'shipments.query_events',
    service,
    method: 'GET',
    path: '/v1/events',
    scope: 'shipments:read',
    summary: 'Queries captured EPCIS 2.0 events by the parameters of the SimpleEventQuery, newest first.',
    description:
      'All given parameters must hold. An event that was declared in error comes twice: as captured, and with its errorDeclaration.',
    example: { EQ_bizStep: 'shipping|departing', GE_eventTime: '2012-07-01T00:00:00Z', perPage: 20 },
    query: simpleEventQuery,
    output: epcisQueryDocument,
    nextPage: {
      parameter: 'nextPageToken',
      of: (output) =>
        epcisQueryDocument.shape['stockade:nextPageToken'].parse(
          Reflect.get(output, 'stockade:nextPageToken'),
        ),
    },
  }),
  getEvent: defineOperation({
    id: 'shipments.get_event',
    service,
    method: 'GET',
    path: '/v1/events/{eventID}',
    scope: 'shipments:read',
    summary: 'Reads one EPCIS 2.0 event by its eventID, and the declaration of its error where there is one.',
    description: 'An eventID of more than 100 characters is found by EQ_eventID of the query only.',
    example: { eventID: 'urn:uuid:0198c1a2-7b3c-7d4e-8f50-123456789abc' },
    params: z.strictObject({ eventID: text(100).describe('URI of the event') }),
    output: epcisQueryDocument,
  }),
};
