import { addDays } from '@stockade/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessJourney } from './assess-journey.js';
import type { Journey, ToldHistory } from './lane-history.js';

const planned: Journey = {
  id: '0197d8a4-0000-7000-8000-000000000001',
  origin: 'Goa',
  carrier: 'Air carrier',
  destination: 'ACCRA',
  status: 'planned',
  shippedOn: '2011-03-01',
  promisedOn: '2011-03-11',
  deliveredOn: null,
  milestones: [],
  lastWord: null,
};
const word = (on: string, bizStep: string) => ({ eventID: `urn:event:${on}:${bizStep}`, bizStep, on });
const heard = (...words: Journey['milestones']): Journey => ({
  ...planned,
  status: 'in_transit',
  milestones: words.filter(({ bizStep }) => bizStep !== 'holding'),
  lastWord: words.at(-1) ?? null,
});
const carrier: ToldHistory = {
  origin: null,
  carrier: 'Air carrier',
  destination: null,
  deliveries: 100,
  departureDelay: { '0': 90, '15': 10 },
  toDelivery: { departing: { '10': 95, '20': 5 } },
  inStep: { departing: { '5': 100 } },
  gap: { '5': 100, '4': 50 },
};
const find = (journey: Journey, on: string, told: readonly ToldHistory[] = [carrier]) => {
  const { etaOn, exceptions } = assessJourney(journey, told, on);
  return { etaOn, found: exceptions.map(({ kind, fact }) => [kind, fact]) };
};

describe('assessing a journey', () => {
  it('finds nothing on a shipment that keeps its plan', () => {
    expect(find(planned, '2011-03-01', [])).toEqual({ etaOn: '2011-03-12', found: [] });
    const left = heard(word('2011-03-01', 'departing'));
    expect(find(left, '2011-03-05')).toEqual({ etaOn: '2011-03-11', found: [] });
  });

  it('flags goods that should have left as late, days before they were promised', () => {
    expect(find(planned, '2011-03-02', [])).toEqual({
      etaOn: '2011-03-13',
      found: [['late', 'ship_notice']],
    });
    expect(find(planned, '2011-03-01')).toEqual({ etaOn: '2011-03-26', found: [['late', 'ship_notice']] });
  });

  it('withdraws that when they leave in time after all', () => {
    expect(find(heard(word('2011-03-02', 'departing')), '2011-03-02')).toEqual({
      etaOn: '2011-03-12',
      found: [],
    });
  });

  it('calls a passed promise a fact of its own', () => {
    const departed = word('2011-03-02', 'departing');
    expect(find(heard(departed), '2011-03-12').found).toContainEqual(['late', departed.eventID]);
    expect(find(heard(departed), '2011-03-13').found).toContainEqual(['late', 'promised_day']);
  });

  it('flags a silence longer than nearly all on its lane, once for the last word', () => {
    const left = heard(word('2011-03-01', 'departing'));
    expect(find(left, '2011-03-06').found).toEqual([]);
    expect(find(left, '2011-03-07').found).toEqual([['silent', left.lastWord?.eventID]]);
  });

  it('flags a hold at once, and a step that takes longer than nearly all although it is heard of', () => {
    const held = heard(word('2011-03-01', 'departing'), word('2011-03-03', 'holding'));
    expect(find(held, '2011-03-03').found).toEqual([['stuck', held.lastWord?.eventID]]);
    const departed = word('2011-03-01', 'departing');
    const again = { ...heard(departed), lastWord: word('2011-03-06', 'departing') };
    expect(find(again, '2011-03-06').found).toEqual([]);
    expect(find(again, '2011-03-07').found).toEqual([['stuck', departed.eventID]]);
  });

  it('has nothing to report once the goods are there, or will not come', () => {
    const delivered = { ...planned, status: 'delivered' as const, deliveredOn: '2011-04-20' };
    expect(find(delivered, '2011-04-21')).toEqual({ etaOn: '2011-04-20', found: [] });
    expect(find({ ...planned, status: 'lost' as const }, '2011-04-21').found).toEqual([]);
  });

  it('believes its own lane before its carrier; all others only on how late goods leave', () => {
    const slow = { ...carrier, toDelivery: { departing: { '30': 50 } } };
    const lane = { ...slow, origin: 'Goa', destination: 'ACCRA' };
    const all = { ...slow, carrier: null };
    const left = heard(word('2011-03-01', 'departing'));
    expect(find(left, '2011-03-02', [lane, carrier]).etaOn).toBe('2011-03-31');
    expect(find(left, '2011-03-02', [carrier, all]).etaOn).toBe('2011-03-11');
    expect(find(left, '2011-03-02', [all]).etaOn).toBe('2011-03-11');
    expect(find(planned, '2011-03-01', [all]).etaOn).toBe('2011-03-26');
  });

  it('raises at most one exception of a kind, and always expects what has not come on a later day', () => {
    const day = fc.integer({ min: 0, max: 60 }).map((days) => addDays('2011-02-20', days));
    const step = fc.constantFrom('departing', 'transporting', 'holding', 'arriving');
    const words = fc
      .array(fc.tuple(day, step), { maxLength: 6 })
      .map((told) => told.map(([on, bizStep]) => word(on, bizStep)).sort((a, b) => (a.on < b.on ? -1 : 1)));
    fc.assert(
      fc.property(words, day, fc.boolean(), (told, on, known) => {
        const finding = assessJourney(heard(...told), known ? [carrier] : [], on);
        const kinds = finding.exceptions.map(({ kind }) => kind);
        expect(new Set(kinds).size).toBe(kinds.length);
        expect(finding.etaOn > on).toBe(true);
        expect(finding.etaEarliestOn <= finding.etaOn && finding.etaOn <= finding.etaLatestOn).toBe(true);
      }),
    );
  });
});
