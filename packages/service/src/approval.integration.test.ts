import { randomUUID } from 'node:crypto';
import { inputDigest } from '@stockade/access';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { call } from './test-support/call.js';
import { type NoteStack, noteStack, UNAVAILABLE_DELTA } from './test-support/note-service.js';

let stack: NoteStack;
let urls: string[];
let token: string;

beforeAll(async () => {
  stack = await noteStack();
  urls = [(await stack.start()).url, (await stack.start()).url];
  token = await stack.issuer.token();
});
afterAll(() => stack.close());
beforeEach(() => stack.newRecords());

const operation = 'inventory.record_adjustment';

interface Approved {
  readonly delta: number;
  readonly agent?: string;
  readonly decision?: 'approved' | 'rejected' | null;
  readonly ageSeconds?: number;
}

/** What governance-api would have stored of a request and its decision. */
async function approval({ delta, agent = 'inventory_bot', decision = 'approved', ageSeconds = 0 }: Approved) {
  const id = randomUUID();
  const input = { params: {}, body: { delta }, version: null };
  await stack.database.ownerQuery(
    `INSERT INTO governance.approvals (id, agent, operation, input, digest, reason, requested_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, 'large', now() - make_interval(secs => $6), now() + make_interval(secs => 300 - $6))`,
    [id, agent, operation, JSON.stringify(input), inputDigest(operation, input), ageSeconds],
  );
  if (decision !== null) await decide(id, agent, decision);
  return id;
}

const decide = (id: string, agent: string, decision: string) =>
  stack.database.ownerQuery(
    `INSERT INTO governance.decisions (approval_id, agent, decision, decided_by) VALUES ($1, $2, $3, 'approver')`,
    [id, agent, decision],
  );

const adjust = (delta: number, approvalId?: string, key: string = randomUUID(), process = 0) =>
  call(urls[process] ?? '', {
    path: '/v1/adjustments',
    token,
    body: JSON.stringify({ delta }),
    headers: { 'idempotency-key': key, ...(approvalId !== undefined && { 'approval-id': approvalId }) },
  });
const isSpent = async (id: string) =>
  (await stack.database.ownerQuery('SELECT FROM governance.consumptions WHERE approval_id = $1', [id]))
    .length === 1;

it('R11: what needs a person is refused without an approval, whoever calls, and says how to get one', async () => {
  const before = await stack.countNotes();
  for (const named of [undefined, 'yes', '']) {
    expect(await adjust(100_001, named)).toMatchObject({
      status: 403,
      body: {
        code: 'approval_required',
        detail: expect.stringContaining('governance.request_approval'),
        errors: [{ pointer: '/body/delta', detail: 'needs a person above 100000' }],
      },
    });
  }
  expect(await stack.countNotes()).toBe(before);
  expect(await stack.newRecords()).toMatchObject(
    Array.from({ length: 3 }, () => ({ result: 'denied', reason: 'approval_required' })),
  );
});

it('R11: an approval permits its call once, and the record says who approved', async () => {
  const id = await approval({ delta: 150_000 });
  const key = randomUUID();
  expect(await adjust(150_000, id, key)).toMatchObject({ status: 200, body: { delta: 150_000 } });
  expect(await stack.newRecords()).toMatchObject([
    { agent: 'inventory_bot', result: 'allowed', detail: { approval: id, approvedBy: 'approver' } },
  ]);
  const before = await stack.countNotes();
  expect(await adjust(150_000, id)).toMatchObject({ status: 403, body: { code: 'approval_not_valid' } });
  const replay = await adjust(150_000, id, key, 1);
  expect(replay.answer.headers.get('idempotent-replayed')).toBe('true');
  expect(await stack.countNotes()).toBe(before);
});

it('R11: of many calls with one approval at once, over two processes, one has an effect', async () => {
  const id = await approval({ delta: 160_000 });
  const before = await stack.countNotes();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => adjust(160_000, id, randomUUID(), index % 2)),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([
    200,
    ...Array.from({ length: 19 }, () => 403),
  ]);
  expect(await stack.countNotes()).toBe(before + 1);
});

it.each<[string, Approved]>([
  ['that nobody decided on', { delta: 170_000, decision: null }],
  ['that was rejected', { delta: 170_000, decision: 'rejected' }],
  ['whose time is over', { delta: 170_000, ageSeconds: 300 }],
  ['of another agent', { delta: 170_000, agent: 'order_placer' }],
  ['for other arguments', { delta: 170_001 }],
])('R11: an approval %s permits nothing, and stays as it is', async (_, given) => {
  const id = await approval(given);
  const before = await stack.countNotes();
  expect(await adjust(170_000, id)).toMatchObject({ status: 403, body: { code: 'approval_not_valid' } });
  expect(await stack.countNotes()).toBe(before);
  expect(await isSpent(id)).toBe(false);
  expect(await stack.newRecords()).toMatchObject([{ reason: 'approval_not_valid', detail: null }]);
});

it('who came before the decision may send the same request, with the same key, after it', async () => {
  const id = await approval({ delta: 180_000, decision: null });
  const key = randomUUID();
  expect(await adjust(180_000, id, key)).toMatchObject({ status: 403 });
  await decide(id, 'inventory_bot', 'approved');
  expect(await adjust(180_000, id, key)).toMatchObject({ status: 200, body: { delta: 180_000 } });
});

it('an approval is not spent where the operation refuses', async () => {
  const id = await approval({ delta: UNAVAILABLE_DELTA });
  expect(await adjust(UNAVAILABLE_DELTA, id)).toMatchObject({ status: 409 });
  expect(await isSpent(id)).toBe(false);
  expect(await stack.newRecords()).toMatchObject([{ reason: 'insufficient_stock', detail: null }]);
});

it('an approval does not lift the condition of the role', async () => {
  const id = await approval({ delta: 1_000_001 });
  expect(await adjust(1_000_001, id)).toMatchObject({ status: 403, body: { code: 'condition_failed' } });
});
