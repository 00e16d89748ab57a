import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RequestReplenishment } from '../replenishment/request-replenishment.js';
import { InventoryFixture, place } from '../test-support/inventory-fixture.js';
import { AssignActionMessage } from './assign-action-message.js';
import { DismissActionMessage } from './dismiss-action-message.js';
import { ListActionMessages } from './list-action-messages.js';
import { ReportActionMessages } from './report-action-messages.js';

let inventory: InventoryFixture;
beforeAll(async () => {
  inventory = await InventoryFixture.open();
});
beforeEach(async () => {
  await inventory.reset();
  await inventory.stock(0);
});
afterAll(() => inventory.close());

const reason = {
  ...{ onHand: 0, onOrder: 100, announcedDemand: 100, forecastPerDay: 0 },
  ...{ leadTimeDays: 90, horizonDays: 140, reorderPoint: 60, stockOutOn: null },
};
const none = { requestId: null, promisedQuantity: null, promisedOn: null };
const missing = {
  ...none,
  kind: 'order',
  fact: 'order 2012-09-01',
  quantity: 80,
  neededOn: '2012-09-01',
  reason,
};
type Message = Parameters<ReportActionMessages['handle']>[0]['body']['messages'][number];
const order = missing as Message;
const surplus: Message = { ...order, kind: 'cancel', fact: 'cancel a', quantity: 0, neededOn: null };

const report = (messages: Message[], reportedOn = '2012-06-01', params = place) =>
  inventory.as('InventoryManager', new ReportActionMessages(), { params, body: { reportedOn, messages } });
const list = async (filter: Partial<Parameters<ListActionMessages['handle']>[0]['query']> = {}) => {
  const query = { ...filter, limit: 20 };
  return (await inventory.as('Operator', new ListActionMessages(), { query })).items;
};
const standing = async () => (await list()).map(({ fact, status }) => `${fact}: ${status}`).toSorted();
const idOf = async (fact: string) => (await list()).find((message) => message.fact === fact)?.id ?? '';
const assign = (id: string, assignee: string) =>
  inventory.as('Operator', new AssignActionMessage(inventory.test.policy), {
    params: { id },
    body: { assignee },
  });
const dismiss = (id: string) => inventory.as('Operator', new DismissActionMessage(), { params: { id } });

describe('reporting what should be done', () => {
  it('raises what is new with its figures, and what is known no second time', async () => {
    expect(await report([order, surplus])).toEqual({ raised: 2, resolved: 0 });
    const raised = await list();
    expect(raised.find(({ kind }) => kind === 'order')).toEqual({
      ...order,
      ...place,
      id: expect.any(String),
      orderId: null,
      status: 'open',
      assignee: null,
      raisedOn: '2012-06-01',
      resolvedOn: null,
      dismissedBy: null,
    });
    const later = { ...order, quantity: 90, reason: { ...reason, onHand: 5 } };
    expect(await report([later, surplus], '2012-06-02')).toEqual({ raised: 0, resolved: 0 });
    expect(await list()).toEqual(raised);
  });

  it('resolves what no longer holds, and opens it again, the same, when it does', async () => {
    await report([order, surplus]);
    const id = await idOf(order.fact);
    expect(await report([surplus], '2012-06-05')).toEqual({ raised: 0, resolved: 1 });
    expect(await list({ status: 'resolved' })).toMatchObject([{ id, resolvedOn: '2012-06-05' }]);
    expect(await report([{ ...order, quantity: 90 }, surplus], '2012-06-09')).toEqual({
      raised: 1,
      resolved: 0,
    });
    const again = { id, status: 'open', quantity: 90, raisedOn: '2012-06-09', resolvedOn: null };
    expect(await list({ kind: 'order' })).toMatchObject([again]);
  });

  it('leaves dismissed what a person has dismissed, whether or not it still holds', async () => {
    await report([order, surplus]);
    await dismiss(await idOf(order.fact));
    expect(await report([order])).toEqual({ raised: 0, resolved: 1 });
    expect(await report([])).toEqual({ raised: 0, resolved: 0 });
    expect(await report([order])).toEqual({ raised: 0, resolved: 0 });
    expect(await standing()).toEqual(['cancel a: resolved', 'order 2012-09-01: dismissed']);
  });

  it('is about one place: the same fact elsewhere is another', async () => {
    const elsewhere = { ...place, location: 'NAIROBI' };
    await inventory.stock(0, elsewhere);
    await report([order]);
    expect(await report([order], '2012-06-01', elsewhere)).toEqual({ raised: 1, resolved: 0 });
    expect(await report([])).toEqual({ raised: 0, resolved: 1 });
    expect(await list({ status: 'open' })).toMatchObject([elsewhere]);
  });

  it('names the order of the request that it is about', async () => {
    const body = { ...place, quantity: 50, neededOn: '2012-09-01', requestedOn: '2012-06-01', reason };
    const { id } = await inventory.as('InventoryManager', new RequestReplenishment(), { body });
    const orderId = randomUUID();
    await inventory.test.ownerQuery('UPDATE inventory.replenishment_requests SET order_id = $1', [orderId]);
    const promised = { requestId: id, promisedQuantity: 60, promisedOn: '2012-10-01' };
    await report([{ ...order, ...promised, kind: 'expedite', fact: `expedite ${id}` }]);
    expect(await list()).toMatchObject([{ ...promised, orderId }]);
  });

  it('refuses the request of another place and a place without stock, and changes nothing', async () => {
    await report([surplus]);
    const before = await inventory.everything();
    await expect(report([order, { ...surplus, requestId: randomUUID() }])).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/body/messages/1/requestId', detail: 'must be a request of this place' }],
    });
    const nowhere = report([order], '2012-06-01', { ...place, location: 'NAIROBI' });
    await expect(nowhere).rejects.toMatchObject({ code: 'not_found' });
    expect(await inventory.everything()).toEqual(before);
  });

  it('raises a fact once, however many report it at once', async () => {
    const reports = await Promise.all(Array.from({ length: 20 }, () => report([order, surplus])));
    expect(reports.reduce((sum, { raised }) => sum + raised, 0)).toBe(2);
    expect(await standing()).toHaveLength(2);
  });
});

describe('an action message', () => {
  it('is looked after by one person after another', async () => {
    await report([order]);
    const id = await idOf(order.fact);
    expect(await assign(id, 'operator')).toMatchObject({ status: 'open', assignee: 'operator' });
    expect(await assign(id, 'approver')).toMatchObject({ assignee: 'approver' });
    expect(await report([order])).toEqual({ raised: 0, resolved: 0 });
    expect(await list()).toMatchObject([{ assignee: 'approver' }]);
  });

  it('is assigned to no agent and to nobody unknown, and nothing changes', async () => {
    await report([order]);
    const id = await idOf(order.fact);
    const before = await inventory.everything();
    for (const name of ['inventory_bot', 'nobody']) {
      await expect(assign(id, name)).rejects.toMatchObject({
        code: 'validation_failed',
        errors: [{ pointer: '/body/assignee', detail: 'must be the name of a person in access.yaml' }],
      });
    }
    expect(await inventory.everything()).toEqual(before);
  });

  it('that is not open is neither assigned nor dismissed', async () => {
    await report([order, surplus]);
    const [ordered, cancelled] = [await idOf(order.fact), await idOf(surplus.fact)];
    expect(await dismiss(ordered)).toMatchObject({ status: 'dismissed', dismissedBy: 'test_Operator' });
    await report([]);
    const before = await inventory.everything();
    for (const act of [dismiss, (id: string) => assign(id, 'operator')]) {
      await expect(act(ordered)).rejects.toMatchObject({
        code: 'conflict',
        detail: 'The message is not open any more: test_Operator has dismissed it.',
      });
      await expect(act(cancelled)).rejects.toMatchObject({ code: 'conflict' });
      await expect(act(randomUUID())).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await inventory.everything()).toEqual(before);
  });
});
