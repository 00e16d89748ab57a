import { Problem } from '@stockade/contracts';
import { describe, expect, it } from 'vitest';
import { examples, objectEvent, sensorEvent, transformationEvent } from '../test-support/epcis-examples.js';
import { STANDARD_CONTEXT } from './json-ld-context.js';
import { judgeEvents } from './judge-events.js';

type Event = Record<string, unknown>;

const documentOf = (eventList: Event[], context: unknown = STANDARD_CONTEXT) => ({
  '@context': context,
  type: 'EPCISDocument' as const,
  schemaVersion: '2.0',
  creationDate: '2012-03-05T10:00:00Z',
  epcisBody: { eventList },
});
const judge = (event: Event, context?: unknown) => judgeEvents(documentOf([event], context))[0];
const changed = (change: Event): Event => ({ ...objectEvent, ...change });

describe('judging an event', () => {
  it.each(examples)('keeps a valid $type as it was given', (event) => {
    expect(judge(event)).toMatchObject({ eventID: event.eventID, event });
  });

  it.each([
    ['a field that the standard does not know', { color: 'red' }, '/color'],
    ['a step that CBV 2.0 does not know', { bizStep: 'teleporting' }, '/bizStep'],
    [
      'a URI of the vocabulary without such a word',
      { bizStep: 'https://ref.gs1.org/cbv/BizStep-teleporting' },
      '/bizStep',
    ],
    ['a disposition of CBV misspelt', { disposition: 'intransit' }, '/disposition'],
    ['an action of no list', { action: 'LOOK' }, '/action'],
    ['an offset of 15 hours', { eventTimeZoneOffset: '+15:00' }, '/eventTimeZoneOffset'],
    ['an EPC that is no URI', { epcList: ['box 7'] }, '/epcList/0'],
    ['an eventID that is no URI', { eventID: 'event 7' }, '/eventID'],
    ['no eventID', { eventID: undefined }, '/eventID'],
    ['a type of its own', { type: 'LostEvent' }, '/type'],
    ['a type that is no text', { type: 7 }, '/type'],
    ['a year that nothing can hold', { eventTime: '0000-01-01T00:00:00Z' }, '/eventTime'],
    ['a leap second', { eventTime: '2012-06-30T23:59:60Z' }, '/eventTime'],
    ['a NUL', { epcList: ['urn:a:\u0000'] }, '/epcList/0'],
    ['half a surrogate pair', { 'gs1:note': '\ud800' }, '/gs1:note'],
    ['a number without end', { 'gs1:weight': Number.POSITIVE_INFINITY }, '/gs1:weight'],
    ['a text without end', { 'gs1:note': 'x'.repeat(1001) }, '/gs1:note'],
    ['a name without end', { [`gs1:${'x'.repeat(1000)}`]: 1 }, ''],
    ['more values than one event has', { epcList: Array.from({ length: 5001 }, (_, n) => `urn:n:${n}`) }, ''],
    ['a prefix that no context defines', { 'example:note': 'x' }, ''],
    ['a prefix by the name of what every object has', { 'constructor:note': 'x' }, ''],
    ['a context that is not the standard', { '@context': 'https://example.com/other.jsonld' }, '/@context'],
    [
      'two shipments',
      {
        bizTransactionList: ['1', '2'].map((last) => ({
          type: 'desadv',
          bizTransaction: `urn:uuid:0198c1a2-0000-7000-8000-00000000000${last}`,
        })),
      },
      '/bizTransactionList',
    ],
    ['a declaration at no time', { errorDeclaration: { reason: 'did_not_occur' } }, '/errorDeclaration'],
  ])('rejects %s, and says where', (_what, change, pointer) => {
    expect(judge(changed(change))).toEqual({
      eventID: 'eventID' in change && change.eventID === undefined ? null : expect.any(String),
      pointer,
      detail: expect.any(String),
    });
  });

  it('rejects what is nested without end, and reads no further', () => {
    let nested: unknown = 'end';
    for (let depth = 0; depth < 10_000; depth += 1) nested = [nested];
    expect(judge(changed({ 'gs1:nested': nested }))).toMatchObject({
      detail: expect.stringMatching(/16 levels/),
    });
  });

  it('names the words that are allowed', () => {
    expect(judge(changed({ bizStep: 'teleporting' }))).toMatchObject({
      detail: expect.stringMatching(/accepting, arriving, .*void_shipping/),
    });
  });

  it('fails no neighbour', () => {
    const judged = judgeEvents(documentOf([sensorEvent, changed({ bizStep: 'x' }), transformationEvent]));
    expect(judged.map((one) => 'event' in one)).toEqual([true, false, true]);
  });

  it('leaves the time of capture to the platform', () => {
    expect(judge(changed({ recordTime: '2012-03-06T00:00:00Z' }))).toMatchObject({
      event: expect.not.objectContaining({ recordTime: expect.anything() }),
    });
  });
});

describe('the vocabulary', () => {
  it.each([
    ['Web URIs', (kind: string, _urn: string, word: string) => `https://ref.gs1.org/cbv/${kind}-${word}`],
    ['compact URIs', (kind: string, _urn: string, word: string) => `cbv:${kind}-${word}`],
    ['URNs', (_kind: string, urn: string, word: string) => `urn:epcglobal:cbv:${urn}:${word}`],
  ])('is kept in bare words, also where it comes in %s', (_form, named) => {
    const told = changed({
      bizStep: named('BizStep', 'bizstep', 'shipping'),
      disposition: named('Disp', 'disp', 'in_transit'),
      persistentDisposition: {
        set: [named('Disp', 'disp', 'completeness_inferred')],
        unset: [named('Disp', 'disp', 'completeness_verified')],
      },
      bizTransactionList: [{ ...objectEvent.bizTransactionList[0], type: named('BTT', 'btt', 'po') }],
      sourceList: [{ ...objectEvent.sourceList[0], type: named('SDT', 'sdt', 'owning_party') }],
      destinationList: [{ ...objectEvent.destinationList[0], type: named('SDT', 'sdt', 'possessing_party') }],
    });
    expect(judge(told)).toMatchObject({ event: objectEvent });
  });

  it('may be somebody else’s, by URI', () => {
    expect(judge(changed({ bizStep: 'https://carrier.example/steps/customs' }))).toHaveProperty('event');
  });
});

describe('the context', () => {
  const example = { example: 'https://ns.example.com/epcis/' };
  const extended = changed({ 'example:temperature': { 'example:unit': 'CEL' } });

  it('may add prefixes: an event that uses them takes them along', () => {
    const judged = judge(extended, [STANDARD_CONTEXT, example, { other: 'https://other.example/' }]);
    expect(judged).toMatchObject({ event: { ...extended, '@context': [STANDARD_CONTEXT, example] } });
    expect(judge({ ...extended, '@context': [STANDARD_CONTEXT, example] })).toHaveProperty('event');
    expect(judge(objectEvent, [STANDARD_CONTEXT, example])).toMatchObject({
      event: expect.not.objectContaining({ '@context': expect.anything() }),
    });
  });

  it.each([
    ['is of something else', 'https://schema.org/'],
    ['is missing the standard’s', [example]],
    ['defines terms', [STANDARD_CONTEXT, { bizStep: { '@id': 'https://evil.example/step' } }]],
    ['gives a prefix a second meaning', [STANDARD_CONTEXT, example, { example: 'https://other.example/' }]],
    ['redefines what the standard protects', [STANDARD_CONTEXT, { cbv: 'https://evil.example/' }]],
    ['names a context that would have to be fetched', [STANDARD_CONTEXT, 'https://evil.example/c.jsonld']],
  ])('of a document is refused where it %s', (_why, context) => {
    expect(() => judgeEvents(documentOf([objectEvent], context))).toThrow(Problem);
  });
});
