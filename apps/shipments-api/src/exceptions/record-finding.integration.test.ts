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

type Exceptions = JobResult<typeof jobs.etaCheck>['exceptions'];
const late: Exceptions = [{ kind: 'late', detail: 'Expected 9 days after the promised day.' }];
const silent: Exceptions = [{ kind: 'silent', detail: 'No word for 20 days.' }];

const find = (shipmentId: string, day: number, exceptions: Exceptions = [], etaOn = '2012-03-31') =>
  shipments.find({ shipmentId, businessDate: `2012-03-${day}`, etaOn, exceptions });

describe('a finding of the tracker', () => {
  it('moves the ETA and raises an exception once', async () => {
    const { id } = await shipments.noticed();
    await find(id, 10, late, '2012-04-09');
    const raised = await shipments.read(id);
    expect(raised).toMatchObject({
      etaOn: '2012-04-09',
      version: 2,
      exceptions: [{ kind: 'late', detectedOn: '2012-03-10', resolvedOn: null }],
    });
    await find(id, 17, late, '2012-04-09');
    await find(id, 17, late, '2012-04-09');
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

  it('resolves what it no longer finds, and opens again what comes back', async () => {
    const { id } = await shipments.noticed();
    await find(id, 10, [...late, ...silent], '2012-04-09');
    await find(id, 17, late, '2012-04-09');
    const open = async () =>
      (await shipments.read(id)).exceptions
        .filter(({ resolvedOn }) => resolvedOn === null)
        .map(({ kind }) => kind);
    expect(await open()).toEqual(['late']);
    await find(id, 24, silent);
    expect(await open()).toEqual(['silent']);
    expect((await shipments.read(id)).exceptions).toHaveLength(2);
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
