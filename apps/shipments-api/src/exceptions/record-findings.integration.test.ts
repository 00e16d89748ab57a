import { randomUUID } from 'node:crypto';
import type { JobResult, jobs } from '@stockade/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anEvent, ShipmentsFixture } from '../test-support/shipments-fixture.js';

let shipments: ShipmentsFixture;
beforeAll(async () => {
  shipments = await ShipmentsFixture.open();
});
beforeEach(() => shipments.reset());
afterAll(() => shipments.close());

type Findings = JobResult<typeof jobs.etaCheck>['findings'];
type Exceptions = Findings[number]['exceptions'];
const late: Exceptions = [
  { kind: 'late', fact: 'ship_notice', detail: 'It comes 9 days after the promised day.' },
];
const overdue: Exceptions = [
  { kind: 'late', fact: 'promised_day', detail: 'It comes 9 days after the promised day.' },
];
const silentSince = (eventID: string): Exceptions => [
  { kind: 'silent', fact: eventID, detail: 'Nothing was heard.' },
];
const silent = silentSince('urn:event:1');

const findingOf = (shipmentId: string, exceptions: Exceptions, etaOn: string): Findings[number] => ({
  ...{ shipmentId, etaOn, etaEarliestOn: etaOn, etaLatestOn: etaOn },
  exceptions,
});
const find = (shipmentId: string, day: number, exceptions: Exceptions = [], etaOn = '2012-03-31') =>
  shipments.find({ businessDate: `2012-03-${day}`, findings: [findingOf(shipmentId, exceptions, etaOn)] });
const exceptionsOf = async (id: string) => (await shipments.read(id)).exceptions;
const openOf = async (id: string) =>
  (await exceptionsOf(id)).filter(({ resolvedOn }) => resolvedOn === null).map(({ kind }) => kind);

describe('a finding of the tracker', () => {
  it('moves the ETA and raises an exception once, however often the result of the job is told', async () => {
    const { id } = await shipments.noticed();
    await find(id, 10, late, '2012-04-09');
    const raised = await shipments.read(id);
    expect(raised).toMatchObject({
      ...{ etaOn: '2012-04-09', etaEarliestOn: '2012-04-09', etaLatestOn: '2012-04-09', version: 2 },
      exceptions: [{ kind: 'late', fact: 'ship_notice', detectedOn: '2012-03-10', resolvedOn: null }],
    });
    await find(id, 17, late, '2012-04-09');
    await Promise.all([1, 2, 3].map(() => find(id, 17, late, '2012-04-09')));
    expect(await shipments.read(id)).toEqual(raised);
  });

  it('gives the shipment a new version also where only its exceptions changed', async () => {
    const { id } = await shipments.noticed();
    await find(id, 20, silent);
    expect(await shipments.read(id)).toMatchObject({ etaOn: '2012-03-31', version: 2 });
    await find(id, 21);
    expect(await shipments.read(id)).toMatchObject({
      version: 3,
      exceptions: [{ resolvedOn: '2012-03-21' }],
    });
  });

  it('resolves what it no longer finds', async () => {
    const { id } = await shipments.noticed();
    await find(id, 10, [...late, ...silent], '2012-04-09');
    await find(id, 17, late, '2012-04-09');
    expect(await openOf(id)).toEqual(['late']);
  });

  it('raises what was resolved again for a new fact only', async () => {
    const { id } = await shipments.noticed();
    await find(id, 10, [...late, ...silent], '2012-04-09');
    await find(id, 11);
    await find(id, 12, [...late, ...silent], '2012-04-09');
    expect(await openOf(id)).toEqual([]);
    await find(id, 13, [...overdue, ...silentSince('urn:event:2')], '2012-04-09');
    expect((await openOf(id)).sort()).toEqual(['late', 'silent']);
    expect(await exceptionsOf(id)).toHaveLength(4);
  });

  it('leaves an exception that is open to stand for later facts of its kind', async () => {
    const { id } = await shipments.noticed();
    await find(id, 10, late, '2012-04-09');
    await find(id, 11, overdue, '2012-04-09');
    expect(await exceptionsOf(id)).toMatchObject([{ fact: 'ship_notice', resolvedOn: null }]);
  });

  it('comes for many shipments at once, and each gets its own', async () => {
    const [one, two, three] = [
      await shipments.noticed(),
      await shipments.noticed(),
      await shipments.noticed(),
    ];
    const findings = [
      findingOf(one.id, late, '2012-04-09'),
      findingOf(two.id, [], '2012-03-30'),
      findingOf(three.id, silent, '2012-03-31'),
    ];
    await shipments.find({ businessDate: '2012-03-10', findings });
    expect([await openOf(one.id), await openOf(two.id), await openOf(three.id)]).toEqual([
      ['late'],
      [],
      ['silent'],
    ]);
    expect(await shipments.read(two.id)).toMatchObject({ etaOn: '2012-03-30', version: 2 });
  });

  it('on an earlier business day than the last comes too late to count', async () => {
    const { id } = await shipments.noticed();
    await find(id, 17, late, '2012-04-09');
    const before = await shipments.everything();
    await find(id, 10);
    expect(await shipments.everything()).toEqual(before);
  });

  it('on a delivered shipment resolves everything, whatever it says and for whatever day', async () => {
    const { id } = await shipments.noticed();
    await find(id, 24, [...late, ...silent], '2012-04-09');
    // The carrier reports late: the goods came before the tracker last looked.
    await shipments.capture(anEvent(id, 'receiving', 22));
    await find(id, 22, silent, '2012-04-20');
    const ended = await shipments.read(id);
    expect(ended).toMatchObject({ status: 'delivered', deliveredOn: '2012-03-22', etaOn: '2012-03-22' });
    expect(ended.exceptions.map(({ resolvedOn }) => resolvedOn)).toEqual(['2012-03-24', '2012-03-24']);
  });

  it('on an unknown shipment is dropped', async () => {
    const before = await shipments.everything();
    await find(randomUUID(), 10, late);
    expect(await shipments.everything()).toEqual(before);
  });
});
