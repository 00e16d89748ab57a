import { randomUUID } from 'node:crypto';
import { inputDigest } from '@stockade/access';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Approval, GovernanceFixture } from '../test-support/governance-fixture.js';
import { MOST_OPEN_REQUESTS } from './approval-rules.js';
import { ListApprovals } from './list-approvals.js';

let governance: GovernanceFixture;
beforeAll(async () => {
  governance = await GovernanceFixture.open();
});
beforeEach(() => governance.reset());
afterAll(() => governance.close());

const notValid = { code: 'approval_not_valid', status: 403 };

describe('asking', () => {
  it('R11: keeps who asked, for what, why a person is needed, and until when', async () => {
    const asked = await governance.ask();
    expect(asked).toMatchObject({
      agent: 'test_InventoryManager',
      operation: 'inventory.record_adjustment',
      input: { body: { delta: 150_000 }, params: {}, version: null },
      reason: expect.stringContaining('100,000'),
      status: 'pending',
      presentations: 0,
      version: 1,
    });
    expect(asked.digest).toBe(inputDigest(asked.operation, asked.input));
    expect(Date.parse(asked.expiresAt) - Date.parse(asked.requestedAt)).toBe(300_000);
    expect(await governance.read(asked.id)).toEqual(asked);
  });

  it('again for the same thing, at once or later, is the same request', async () => {
    const asked = await Promise.all(Array.from({ length: 8 }, () => governance.ask()));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect((await governance.ask(150_001)).id).not.toBe(asked[0]?.id);
  });

  it('under another name is another request', async () => {
    const asked = await governance.ask(150_000, {}, 'first');
    expect((await governance.ask(150_000, {}, 'first')).id).toBe(asked.id);
    const others = await Promise.all([governance.ask(150_000, {}, 'second'), governance.ask()]);
    expect(new Set([asked, ...others].map(({ id }) => id)).size).toBe(3);
  });

  it('again after a rejection is answered with it, until its time is over', async () => {
    const asked = await governance.ask();
    await governance.decide(asked, 'rejected');
    expect(await governance.ask()).toMatchObject({
      id: asked.id,
      status: 'rejected',
      note: 'Counted twice.',
    });
    await governance.passTime();
    expect(await governance.ask()).toMatchObject({ status: 'pending' });
  });

  it('is refused for what would be refused, or needs nobody, and leaves nothing', async () => {
    const before = await governance.everything();
    const invalid = { code: 'validation_failed', errors: [{ pointer: '/body/input/body/location' }] };
    await expect(governance.ask(150_000, { location: '<script>' })).rejects.toMatchObject(invalid);
    await expect(governance.ask(100_000)).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      governance.asking('no.such_thing', { params: {}, body: {}, version: null }),
    ).rejects.toMatchObject({
      code: 'conflict',
    });
    const policy = { serviceLevel: 0.95, leadTimeDays: 400, leadTimeDeviationDays: 1, unitsPerPack: 1 };
    const params = { sku: 'item-1', location: 'ACCRA' };
    const put = (version: number | null) =>
      governance.asking('inventory.put_reorder_policy', { params, body: policy, version });
    await expect(put(null)).rejects.toMatchObject({ errors: [{ pointer: '/body/input/version' }] });
    expect(await governance.everything()).toEqual(before);
    expect(await put(1)).toMatchObject({ status: 'pending' });
  });

  it('has a limit, so that people can read what they are asked', async () => {
    for (let more = 0; more < MOST_OPEN_REQUESTS; more += 1) await governance.ask(200_000 + more);
    await expect(governance.ask()).rejects.toMatchObject({ code: 'conflict' });
    const [first] = await governance
      .as('Auditor', new ListApprovals(), { query: { limit: 1 } })
      .then((page) => page.items);
    if (first) await governance.decide(first);
    expect(await governance.ask()).toMatchObject({ status: 'pending' });
  });
});

describe('deciding', () => {
  it('is recorded with who decided, once', async () => {
    const asked = await governance.ask();
    const decided = await governance.decide(asked);
    expect(decided).toMatchObject({ status: 'approved', decidedBy: 'test_Approver', version: 2 });
    await expect(governance.decide(asked, 'rejected')).rejects.toMatchObject({ code: 'version_stale' });
    await expect(governance.decide(decided, 'rejected')).rejects.toMatchObject({ code: 'conflict' });
    expect(await governance.read(asked.id)).toEqual(decided);
  });

  it('by two people at once counts once', async () => {
    const asked = await governance.ask();
    const decisions = ['approved', 'rejected'] as const;
    const outcomes = await Promise.allSettled(
      decisions.map((decision) => governance.decide(asked, decision)),
    );
    const [fulfilled] = outcomes.filter((one) => one.status === 'fulfilled');
    expect((await governance.read(asked.id)).status).toBe(fulfilled?.value.status);
  });

  it('is too late when the time is over', async () => {
    const asked = await governance.ask();
    await governance.passTime();
    await expect(governance.decide(asked)).rejects.toMatchObject({ code: 'conflict' });
    expect(await governance.read(asked.id)).toMatchObject({ status: 'expired', decidedBy: null });
  });

  it('is never by who asked, in the API and in Postgres', async () => {
    const asked = await governance.ask();
    await governance.test.ownerQuery(`UPDATE governance.approvals SET agent = 'test_Approver'`);
    await expect(governance.decide(asked)).rejects.toMatchObject({ code: 'creator_may_not_approve' });
    const approver = await governance.test.connectAs('approver');
    const insert = `INSERT INTO governance.decisions (approval_id, agent, decision, decided_by) VALUES ($1, $2, 'approved', $3)`;
    try {
      await expect(
        approver.query(insert, [asked.id, 'test_Approver', 'test_Approver']),
      ).rejects.toMatchObject({
        constraint: 'asker_does_not_decide',
      });
      await expect(approver.query(insert, [asked.id, 'somebody', 'test_Approver'])).rejects.toMatchObject({
        code: '23503',
      });
    } finally {
      await approver.end();
    }
  });

  it('R22: is out of reach for the login of who asks', async () => {
    const asked = await governance.ask();
    const manager = await governance.test.connectAs('inventory_manager');
    try {
      const attempts = [
        `INSERT INTO governance.decisions (approval_id, agent, decision, decided_by) SELECT id, agent, 'approved', 'x' FROM governance.approvals`,
        `UPDATE governance.decisions SET decision = 'approved'`,
        `UPDATE governance.approvals SET expires_at = now()`,
        'DELETE FROM governance.consumptions',
      ];
      for (const attempt of attempts)
        await expect(manager.query(attempt)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await manager.end();
    }
    expect(await governance.read(asked.id)).toMatchObject({ status: 'pending' });
  });
});

describe('presenting', () => {
  it('shows what became of it, each number once', async () => {
    const asked = await governance.ask();
    expect(await governance.present(asked, 1)).toMatchObject({ status: 'pending', presentations: 1 });
    await expect(governance.present(asked, 1)).rejects.toMatchObject(notValid);
    await governance.decide(asked);
    expect(await governance.present(asked, 2)).toMatchObject({
      status: 'approved',
      decidedBy: 'test_Approver',
    });
    expect(await governance.ask()).toMatchObject({ id: asked.id, presentations: 2, status: 'approved' });
  });

  it('of one number by several at once counts once', async () => {
    const asked = await governance.ask();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => governance.present(asked, 1)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is refused with other arguments, and to who did not ask', async () => {
    const asked = await governance.ask();
    await expect(governance.present({ ...asked, digest: 'f'.repeat(64) }, 1)).rejects.toMatchObject(notValid);
    await governance.test.ownerQuery(`UPDATE governance.approvals SET agent = 'another'`);
    await expect(governance.present(asked, 1)).rejects.toMatchObject({ code: 'not_found' });
    await expect(governance.present({ ...asked, id: randomUUID() }, 1)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

it('is listed newest first, page by page', async () => {
  const asked: Approval[] = [];
  for (const delta of [200_001, 200_002, 200_003]) asked.push(await governance.ask(delta));
  const list = (query: { limit: number; cursor?: string }) =>
    governance.as('Auditor', new ListApprovals(), { query });
  const first = await list({ limit: 2 });
  expect(first.items).toEqual([asked[2], asked[1]]);
  expect(await list({ limit: 2, cursor: first.nextCursor ?? '' })).toEqual({
    items: [asked[0]],
    nextCursor: null,
  });
});

it('whatever happens in whatever order, goes only the ways of its states', async () => {
  const act = fc.constantFrom('ask', 'approve', 'reject', 'present', 'time', 'spend');
  const ways: Record<string, readonly string[]> = {
    pending: ['pending', 'approved', 'rejected', 'expired'],
    approved: ['approved', 'consumed', 'expired'],
    rejected: ['rejected'],
    expired: ['expired'],
    consumed: ['consumed'],
  };
  const run = fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 12 }), async (acts) => {
    await governance.reset();
    let before = await governance.ask();
    const { id } = before;
    for (const one of acts) {
      await step(one, before);
      const after = await governance.read(id);
      expect(ways[before.status]).toContain(after.status);
      expect(after.version).toBeGreaterThanOrEqual(before.version);
      expect(after.decidedBy === null).toBe(after.version === 1);
      before = after;
    }
  });
  await fc.assert(run, { numRuns: 25 });
});

/** One act on a request, refused or not. */
async function step(act: string, approval: Approval): Promise<void> {
  const spend = `INSERT INTO governance.consumptions (approval_id) SELECT d.approval_id FROM governance.decisions d
    JOIN governance.approvals a ON a.id = d.approval_id WHERE d.decision = 'approved' AND a.expires_at > now()
    ON CONFLICT DO NOTHING`;
  const acts: Record<string, () => Promise<unknown>> = {
    ask: () => governance.ask(),
    approve: () => governance.decide(approval),
    reject: () => governance.decide(approval, 'rejected'),
    present: () => governance.present(approval, approval.presentations + 1),
    time: () => governance.passTime(),
    spend: () => governance.test.ownerQuery(spend),
  };
  await acts[act]?.().catch((error: unknown) => expect(error).toMatchObject({ name: 'Problem' }));
}
