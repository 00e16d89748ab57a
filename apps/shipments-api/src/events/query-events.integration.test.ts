import type { OperationInput, shipments as operations } from '@stockade/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { examples, objectEvent } from '../test-support/epcis-examples.js';
import { anEvent, ShipmentsFixture } from '../test-support/shipments-fixture.js';
import { schemaFault } from './epcis-schema.js';
import { GetEvent } from './get-event.js';
import { QueryEvents } from './query-events.js';

type Query = OperationInput<typeof operations.queryEvents>['query'];

const DUE = { declarationTime: '2012-05-01T00:00:00Z', correctiveEventIDs: ['urn:event:corrected'] };
const late = { ...anEvent('0198c1a2-0000-7000-8000-0000000000ff', 'arriving', 28), bizTransactionList: [] };
const told = [...examples, { ...late, eventID: 'urn:event:late', action: 'DELETE' }];
const all = [...told, { ...objectEvent, errorDeclaration: DUE }];

let shipments: ShipmentsFixture;
let firstCapture: string;
beforeAll(async () => {
  shipments = await ShipmentsFixture.open();
  const outcomes = [...(await shipments.capture(...told)), ...(await shipments.capture(...all.slice(-1)))];
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(all.map(() => 'accepted'));
  const [last] = await found({ EXISTS_errorDeclaration: 'true' });
  firstCapture = z.string().parse(last?.recordTime);
});
afterAll(() => shipments.close());

const ask = (query: Partial<Query>) =>
  shipments.as('LogisticsMonitor', new QueryEvents(), { query: { perPage: 200, ...query } });
const found = async (query: Partial<Query>) =>
  (await ask(query)).epcisBody.queryResults.resultsBody.eventList;
const withoutRecordTime = ({ recordTime, ...event }: Readonly<Record<string, unknown>>) => event;

type Told = (typeof all)[number] & Readonly<Record<string, unknown>>;
const textsOf = (event: Told, ...fields: string[]) =>
  fields.flatMap((field) => {
    const value = event[field];
    return Array.isArray(value) ? value : [value];
  });

/** Each filter, and the events that it has to find, said once more in plain words. */
const filters: [string, Partial<Query>, (event: Told) => boolean][] = [
  ['nothing', {}, () => true],
  ['eventType', { eventType: 'AggregationEvent' }, ({ type }) => type === 'AggregationEvent'],
  [
    'several eventTypes',
    { eventType: 'AssociationEvent|TransformationEvent' },
    ({ type }) => type.startsWith('Ass') || type.startsWith('Transf'),
  ],
  ['GE_eventTime', { GE_eventTime: '2012-03-28T12:00:00Z' }, ({ eventTime }) => eventTime > '2012-03-28'],
  ['LT_eventTime', { LT_eventTime: '2012-03-28T12:00:00Z' }, ({ eventTime }) => eventTime < '2012-03-28'],
  ['EQ_action', { EQ_action: 'DELETE' }, (event) => event.action === 'DELETE'],
  [
    'EQ_bizStep',
    { EQ_bizStep: 'packing|shipping' },
    (event) => /packing|shipping/.test(event.bizStep as string),
  ],
  [
    'EQ_bizStep by URI',
    { EQ_bizStep: 'https://ref.gs1.org/cbv/BizStep-packing' },
    ({ bizStep }) => bizStep === 'packing',
  ],
  ['EQ_disposition', { EQ_disposition: 'active' }, (event) => event.disposition === 'active'],
  [
    'EQ_readPoint',
    { EQ_readPoint: objectEvent.readPoint.id },
    (event) => z.object({ id: z.string() }).safeParse(event.readPoint).data?.id === objectEvent.readPoint.id,
  ],
  [
    'EQ_bizLocation',
    { EQ_bizLocation: objectEvent.bizLocation.id },
    (event) =>
      z.object({ id: z.string() }).safeParse(event.bizLocation).data?.id === objectEvent.bizLocation.id,
  ],
  [
    'EQ_bizTransaction_po',
    { EQ_bizTransaction_po: 'urn:x|urn:epc:id:gdti:0614141.00002.1152' },
    ({ eventID }) => eventID === objectEvent.eventID,
  ],
  [
    'EQ_bizTransaction of another type',
    { EQ_bizTransaction_inv: 'urn:epc:id:gdti:0614141.00002.1152' },
    () => false,
  ],
  [
    'MATCH_epc',
    { MATCH_epc: 'https://id.gs1.org/01/09521568251204/21/10' },
    (event) => textsOf(event, 'epcList', 'childEPCs').includes('https://id.gs1.org/01/09521568251204/21/10'),
  ],
  [
    'MATCH_anyEPC',
    { MATCH_anyEPC: 'https://id.gs1.org/00/340123453111111115|urn:epc:id:sgtin:4012345.077889.25' },
    (event) =>
      textsOf(event, 'epcList', 'parentID', 'outputEPCList').some(
        (epc) => /340123453111111115$/.test(String(epc)) || epc === 'urn:epc:id:sgtin:4012345.077889.25',
      ),
  ],
  [
    'EQ_eventID',
    { EQ_eventID: `urn:x|${objectEvent.eventID}` },
    ({ eventID }) => eventID === objectEvent.eventID,
  ],
  ['EXISTS_errorDeclaration', { EXISTS_errorDeclaration: 'true' }, (event) => 'errorDeclaration' in event],
  ['no errorDeclaration', { EXISTS_errorDeclaration: 'false' }, (event) => !('errorDeclaration' in event)],
  [
    'errorDeclarationTime',
    { GE_errorDeclarationTime: '2012-05-01T00:00:00Z', LT_errorDeclarationTime: '2012-05-01T00:00:01Z' },
    (event) => 'errorDeclaration' in event,
  ],
  ['another errorDeclarationTime', { LT_errorDeclarationTime: '2012-05-01T00:00:00Z' }, () => false],
  [
    'EQ_correctiveEventID',
    { EQ_correctiveEventID: 'urn:event:corrected' },
    (event) => 'errorDeclaration' in event,
  ],
  [
    'filters together',
    { EQ_action: 'ADD', EQ_bizStep: 'packing|receiving', eventType: 'TransactionEvent|ObjectEvent' },
    ({ type }) => type === 'TransactionEvent',
  ],
];

describe('a SimpleEventQuery', () => {
  it.each(filters)('by %s finds just those events, as they were captured', async (_name, query, matches) => {
    const events = (await found(query)).map(withoutRecordTime);
    const expected = all.filter((event) => matches(event));
    expect(events).toHaveLength(expected.length);
    expect(events).toEqual(expect.arrayContaining(expected));
  });

  it('by recordTime finds what was captured then', async () => {
    const declarations = await found({ GE_recordTime: firstCapture });
    expect(declarations.map(withoutRecordTime)).toEqual(all.slice(-1));
    expect(await found({ LT_recordTime: firstCapture })).toHaveLength(told.length);
  });

  it('is answered newest first; its pages are the whole answer', async () => {
    const whole = await found({});
    expect(whole[0]).toMatchObject({ eventID: 'urn:event:late' });
    for (const perPage of [1, 3, all.length]) {
      const pages: unknown[] = [];
      let nextPageToken: string | undefined;
      do {
        const answer = await ask({ perPage, nextPageToken });
        pages.push(...answer.epcisBody.queryResults.resultsBody.eventList);
        nextPageToken = answer['stockade:nextPageToken'];
      } while (nextPageToken !== undefined);
      expect(pages).toEqual(whole);
    }
    const forged = Buffer.from('["2012-03-01T00:00:00Z"]').toString('base64url');
    await expect(ask({ nextPageToken: forged })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('is answered by events that are valid EPCIS 2.0', async () => {
    for (const event of await found({})) {
      const { type } = z
        .object({
          type: z.enum([
            'ObjectEvent',
            'AggregationEvent',
            'TransactionEvent',
            'TransformationEvent',
            'AssociationEvent',
          ]),
        })
        .parse(event);
      expect(schemaFault(type, event)).toBeUndefined();
    }
  });
});

it('reads an event by its eventID, and the declaration of its error after it', async () => {
  const read = (eventID: string) => shipments.as('LogisticsMonitor', new GetEvent(), { params: { eventID } });
  const { epcisBody } = await read(objectEvent.eventID);
  expect(epcisBody.queryResults.resultsBody.eventList.map(withoutRecordTime)).toEqual([
    objectEvent,
    { ...objectEvent, errorDeclaration: DUE },
  ]);
  await expect(read('urn:event:unknown')).rejects.toMatchObject({ code: 'not_found' });
});
