import { randomUUID } from 'node:crypto';
import { runningStack } from '@stockade/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asAdmin, databaseTime, forgetRequestCounts } from './support/admin-database.js';
import { ApproverBrowser, decideOn, installedChromium, signIn } from './support/approver-browser.js';
import type { AuditRecord } from './support/audit-trail.js';
import { tokenFor } from './support/callers.js';
import { exchange } from './support/exchange.js';
import { callTool, type Round, sdkClient } from './support/mcp-calls.js';
import { policy, stackRealm } from './support/running-stack.js';
import { openPlace, type Place, type Stock, stockAt } from './support/stock.js';
import { stopTheWorld } from './support/world.js';

const tool = 'inventory_record_adjustment';
/** More than inventory_bot may find alone. */
const delta = 150_000;

let place: Place;
beforeAll(async () => {
  await stopTheWorld();
});
beforeEach(async () => {
  await forgetRequestCounts();
  place = await openPlace();
});

const correction = (change: object = {}) => ({ ...place, delta, reason: 'found', ...change });
const call = (round: Round = {}, change: object = {}, caller = 'inventory_bot') =>
  callTool(caller, tool, correction(change), round);

interface Asked {
  readonly url: string;
  readonly id: string;
  readonly requestState: string;
}

/** Calls the tool for the first time. */
async function ask(change: object = {}): Promise<Asked> {
  const { result } = await call({}, change);
  expect(result).toMatchObject({
    resultType: 'input_required',
    inputRequests: { approval: { method: 'elicitation/create' } },
  });
  const url = result?.inputRequests?.approval?.params.url ?? '';
  return { url, id: url.split('/').at(-1) ?? '', requestState: result?.requestState ?? '' };
}

/** As the approver decides, without a browser. */
async function decide(
  id: string,
  decision: 'approved' | 'rejected',
  caller = 'approver',
  note: string | null = null,
) {
  const url = `${runningStack().services['governance-api']?.url}/v1/approvals/${id}/decision`;
  const headers = { 'content-type': 'application/json', 'if-match': '"1"', 'idempotency-key': randomUUID() };
  const body = JSON.stringify({ decision, note });
  return exchange({ method: 'POST', url, headers, body }, await tokenFor(caller, 'governance-api'));
}

const untouched: Stock = { onHand: 0, movements: 0, moved: 0 };
const adjusted: Stock = { onHand: delta, movements: 1, moved: delta };
const accepted = { approval: { action: 'accept' } };

const recordsOf = (action: string, since: Date) =>
  asAdmin<AuditRecord>('SELECT * FROM audit.events WHERE action = $1 AND at >= $2 ORDER BY at, id', [
    action,
    since,
  ]);

describe.skipIf(installedChromium === undefined)('in a real browser', () => {
  let browser: ApproverBrowser;
  beforeAll(async () => {
    browser = await ApproverBrowser.open();
  });
  afterAll(() => browser?.close());

  it.each(['modern', 'legacy'] as const)(
    'a person approves what an agent asked for through a %s client, and it is done once',
    async (era) => {
      const since = await databaseTime();
      const visited: string[] = [];
      const client = await sdkClient('inventory_bot', era, async (url) => {
        visited.push(url);
        expect(await stockAt(place)).toEqual(untouched);
        await browser.decide(url, 'approver', 'Approve', 'Counted it myself.');
        return 'accept';
      });
      const result = await client.callTool({ name: tool, arguments: correction() });
      await client.close();
      expect(result).toMatchObject({ structuredContent: { ...place, delta, level: { onHand: delta } } });
      expect(visited).toHaveLength(1);
      expect(await stockAt(place)).toEqual(adjusted);
      const [decision] = await recordsOf('governance.decide_approval', since);
      expect(decision).toMatchObject({
        agent: 'approver',
        role: 'Approver',
        through: null,
        result: 'allowed',
      });
      const [adjustment] = await recordsOf('inventory.record_adjustment', since);
      expect(adjustment).toMatchObject({
        agent: 'inventory_bot',
        through: 'mcp-server',
        role: 'InventoryManager',
        result: 'allowed',
        detail: { approval: visited[0]?.split('/').at(-1), approvedBy: 'approver' },
      });
    },
  );

  it('a person rejects, and the agent is told why', async () => {
    const { url, requestState } = await ask();
    await browser.decide(url, 'approver', 'Reject', 'Count again.');
    const { result, text } = await call({ requestState, inputResponses: accepted });
    expect(result?.isError).toBe(true);
    expect(text).toMatch(/^approval_not_valid: approver rejected this and said: Count again\./);
    expect(await stockAt(place)).toEqual(untouched);
    expect((await call()).text).toContain('approver rejected this');
  });

  it('the page shows who asks for what and why, loads and runs nothing, and keeps the token to the server', async () => {
    const { url } = await ask();
    const context = await browser.fresh();
    const answers: Record<string, string>[] = [];
    context.on('response', async (answer) => {
      if (answer.url().startsWith(url)) answers.push(await answer.allHeaders());
    });
    const page = await browser.visit(url, 'approver', context);
    const text = await page.textContent('main');
    for (const said of [
      'inventory_bot through mcp-server',
      'inventory.record_adjustment',
      '100,000',
      place.sku,
      '150000',
    ]) {
      expect(text).toContain(said);
    }
    expect(answers.at(-1)?.['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(answers.at(-1)).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
    const cookies = (await context.cookies(url)).filter(({ name }) => name.startsWith('stockade'));
    expect(cookies.map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }))).toEqual([
      { httpOnly: true, sameSite: 'Lax' },
    ]);
    expect(cookies[0]?.value).toMatch(/^eyJhbGciOiJkaXIi/);
    expect(`${await page.content()} ${Buffer.from(cookies[0]?.value ?? '', 'base64url')}`).not.toContain(
      'approvals:decide',
    );
    await decideOn(page, 'Reject');
    expect(await page.textContent('#state')).toContain('recorded: rejected');
    await page.reload();
    expect(await page.getAttribute('#state', 'data-status')).toBe('rejected');
    await context.close();
  });

  it('a decision that comes from elsewhere, or without its token, decides nothing', async () => {
    const { url, id } = await ask();
    const page = await browser.visit(url, 'approver');
    const form = { version: '1', decision: 'approved', note: '' };
    const csrf = await page.inputValue('input[name=csrf]');
    const forgeries = [
      { form, headers: {} },
      { form: { ...form, csrf: `${csrf.slice(1)}x` }, headers: {} },
      { form: { ...form, csrf }, headers: { origin: 'https://elsewhere.example' } },
    ];
    for (const forgery of forgeries) {
      const answer = await page.request.post(`${url}/decision`, { ...forgery, maxRedirects: 0 });
      expect(answer.status()).toBe(400);
    }
    expect(await statusOf(id)).toBe('pending');
    const stranger = await fetch(`${url}/decision`, {
      method: 'POST',
      body: new URLSearchParams({ ...form, csrf }),
      redirect: 'manual',
    });
    expect([stranger.status, stranger.headers.get('location')]).toEqual([303, `/approvals/${id}`]);
    expect(await statusOf(id)).toBe('pending');
    await page.context().close();
  });

  it('who may not decide is told so, and may sign in as somebody else', async () => {
    const { url, id } = await ask();
    const page = await browser.visit(url, 'auditor');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.waitForSelector('#refusal');
    expect(await page.textContent('main')).toContain('approvals:decide');
    expect(await statusOf(id)).toBe('pending');
    await page.getByRole('link', { name: 'Sign in as somebody else' }).click();
    await page.waitForSelector('input[name=password]');
    if (await page.isVisible('#reset-login')) await page.click('#reset-login');
    await signIn(page, 'approver');
    await decideOn(page, 'Approve');
    expect(await statusOf(id)).toBe('approved');
    await page.context().close();
  });

  it.each([
    '/approvals/callback',
    '/approvals/callback?code=forged&state=forged',
    '/approvals/x',
    '/approvals/callback/x',
  ])('%s leads nowhere, and tells nothing', async (path) => {
    const answer = await fetch(new URL(path, runningStack().services['mcp-server']?.url), {
      redirect: 'manual',
    });
    expect([400, 401, 404]).toContain(answer.status);
    expect(await answer.text()).not.toMatch(/ at .*\.(js|ts):\d+|secret/i);
  });
});

const statusOf = async (id: string) => {
  const url = `${runningStack().services['governance-api']?.url}/v1/approvals/${id}`;
  const answer = await exchange(
    { method: 'GET', url, headers: {}, body: undefined },
    await tokenFor('auditor', 'governance-api'),
  );
  return JSON.parse(answer.text).status;
};

describe('what the agent says counts for nothing', () => {
  it('forged answers on the first call only make it ask', async () => {
    const { result } = await call({ inputResponses: accepted });
    expect(result?.resultType).toBe('input_required');
    expect(await stockAt(place)).toEqual(untouched);
  });

  it('an accepted elicitation without a decision goes on waiting, and is not sent to the page again', async () => {
    const { requestState, id } = await ask();
    const { result } = await call({ requestState, inputResponses: accepted });
    expect(result).toMatchObject({ resultType: 'input_required', requestState: expect.any(String) });
    expect(result?.inputRequests).toBeUndefined();
    expect(await stockAt(place)).toEqual(untouched);
    await decide(id, 'approved');
    const { result: done } = await call({ requestState: result?.requestState });
    expect(done?.isError).toBeUndefined();
    expect(await stockAt(place)).toEqual(adjusted);
  });

  it('a declined elicitation ends the call at once', async () => {
    const { requestState } = await ask();
    const { result, text } = await call({
      requestState,
      inputResponses: { approval: { action: 'decline' } },
    });
    expect(result?.isError).toBe(true);
    expect(text).toContain('approval_required');
  });
});

describe('the request state', () => {
  it('is void with changed arguments', async () => {
    const { requestState, id } = await ask();
    await decide(id, 'approved');
    for (const change of [
      { delta: 150_001 },
      { reason: 'correction' },
      { idempotencyKey: 'mine', delta: 999_999 },
    ]) {
      const { result, text } = await call({ requestState, inputResponses: accepted }, change);
      expect(result?.isError).toBe(true);
      expect(text).toMatch(/^approval_not_valid: The request state belongs to another call/);
    }
    expect(await stockAt(place)).toEqual(untouched);
  });

  it('is void for another tool', async () => {
    const { requestState, id } = await ask();
    await decide(id, 'approved');
    const policyOf = {
      ...place,
      serviceLevel: 0.95,
      leadTimeDays: 400,
      leadTimeDeviationDays: 1,
      unitsPerPack: 1,
      version: 1,
    };
    const { text } = await callTool('inventory_bot', 'inventory_put_reorder_policy', policyOf, {
      requestState,
    });
    expect(text).toMatch(/^approval_not_valid/);
  });

  it('is void for another principal', async () => {
    const { requestState, id } = await ask();
    await decide(id, 'approved');
    const { error } = await call({ requestState, inputResponses: accepted }, {}, 'operator');
    expect(error).toMatchObject({ code: -32602 });
    expect(await stockAt(place)).toEqual(untouched);
  });

  it('is good once, also for many at the same moment', async () => {
    const { requestState, id } = await ask();
    await decide(id, 'approved');
    const rounds = await Promise.all(
      Array.from({ length: 6 }, () => call({ requestState, inputResponses: accepted })),
    );
    expect(rounds.filter(({ result }) => result?.isError !== true && result?.structuredContent)).toHaveLength(
      1,
    );
    for (const { result, text } of rounds) if (result?.isError) expect(text).toMatch(/presented before/);
    expect((await call({ requestState })).text).toMatch(/presented before/);
    expect(await stockAt(place)).toEqual(adjusted);
  });

  it.each(['', 'forged', 'eyJhbGciOiJub25lIn0..x.y.z'])('that is %j is refused', async (requestState) => {
    const { error, result } = await call({ requestState, inputResponses: accepted });
    expect(error?.code === -32602 || result?.resultType === 'input_required').toBe(true);
    expect(await stockAt(place)).toEqual(untouched);
  });

  it('that was changed in one place is refused', async () => {
    const { requestState } = await ask();
    const middle = Math.floor(requestState.length / 2);
    const changed = `${requestState.slice(0, middle)}${requestState[middle] === 'A' ? 'B' : 'A'}${requestState.slice(middle + 1)}`;
    expect((await call({ requestState: changed })).error).toMatchObject({ code: -32602 });
  });
});

/** As if five minutes had gone by. */
const passTime = (id: string) =>
  asAdmin(
    `UPDATE governance.approvals SET requested_at = requested_at - interval '6 minutes',
       expires_at = expires_at - interval '6 minutes' WHERE id = $1`,
    [id],
  );

describe('silence is a no', () => {
  it.each([
    ['nobody decided on', false],
    ['was approved and not used', true],
  ])('for what %s in time', async (_, approved) => {
    const { requestState, id } = await ask();
    if (approved) await decide(id, 'approved');
    await passTime(id);
    const { result, text } = await call({ requestState, inputResponses: accepted });
    expect(result?.isError).toBe(true);
    expect(text).toMatch(/Nobody approved this in time/);
    expect(await decide(id, 'approved')).toMatchObject({ status: approved ? 412 : 409 });
    expect(await stockAt(place)).toEqual(untouched);
    expect((await ask()).id).not.toBe(id);
  });
});

describe('who decides', () => {
  it('is never an agent', async () => {
    const { id } = await ask();
    const refused = await decide(id, 'approved', 'inventory_bot');
    expect(refused).toMatchObject({ status: 403, code: 'insufficient_scope' });
    expect(
      await stackRealm().clientCredentials('inventory_bot', 'audience:governance-api approvals:decide'),
    ).toMatchObject({
      status: 400,
      error: 'invalid_scope',
    });
    for (const other of ['operator', 'auditor']) {
      expect(await decide(id, 'approved', other)).toMatchObject({ status: 403, code: 'insufficient_scope' });
    }
  });

  it('is never who asked', async () => {
    const { id } = await ask();
    await asAdmin(`UPDATE governance.approvals SET agent = 'approver' WHERE id = $1`, [id]);
    expect(await decide(id, 'approved')).toMatchObject({ status: 403, code: 'creator_may_not_approve' });
  });
});

describe('around the tool server', () => {
  const adjust = async (approvalId?: string, body: object = correction()) => {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(approvalId !== undefined && { 'approval-id': approvalId }),
    };
    const url = `${runningStack().services['inventory-api']?.url}/v1/adjustments`;
    const token = await tokenFor('inventory_bot', 'inventory-api');
    return exchange({ method: 'POST', url, headers, body: JSON.stringify(body) }, token);
  };

  it('the API itself refuses what no person approved', async () => {
    expect(await adjust()).toMatchObject({ status: 403, code: 'approval_required', fields: ['/body/delta'] });
    const { id } = await ask();
    expect(await adjust(id)).toMatchObject({ status: 403, code: 'approval_not_valid' });
    await decide(id, 'rejected');
    expect(await adjust(id)).toMatchObject({ status: 403, code: 'approval_not_valid' });
    expect(await stockAt(place)).toEqual(untouched);
  });

  it('an approval is good at the API for its own call, once', async () => {
    const { id, requestState } = await ask();
    await decide(id, 'approved');
    expect(await adjust(id, correction({ delta: 150_001 }))).toMatchObject({
      status: 403,
      code: 'approval_not_valid',
    });
    expect(await adjust(id)).toMatchObject({ status: 201 });
    expect(await adjust(id)).toMatchObject({ status: 403, code: 'approval_not_valid' });
    expect((await call({ requestState })).text).toMatch(/^approval_not_valid/);
    expect(await stockAt(place)).toEqual(adjusted);
  });
});

it('a client that cannot be sent to a page is told of it, and calls again', async () => {
  const { result, text } = await call({ capabilities: {} });
  expect(result?.isError).toBe(true);
  const id = /\/approvals\/([0-9a-f-]{36})/.exec(text)?.[1] ?? '';
  expect(text).toContain('call again with the same arguments');
  expect((await call({ capabilities: {} })).text).toContain(id);
  await decide(id, 'approved');
  expect((await call({ capabilities: {} })).result?.structuredContent).toMatchObject({ delta });
  const repeated = await call({ capabilities: {} });
  expect(repeated.text).toContain('done before');
  expect(await stockAt(place)).toEqual(adjusted);
});

it('the same again on purpose, under a key of its own, is asked for and done again', async () => {
  for (const [index, key] of ['first', 'second', 'second'].entries()) {
    const round = { capabilities: {} };
    const again = { idempotencyKey: `${place.sku}-${key}` };
    const { text } = await call(round, again);
    const id = /\/approvals\/([0-9a-f-]{36})/.exec(text)?.[1];
    expect(id === undefined).toBe(index === 2);
    if (id !== undefined) await decide(id, 'approved');
    expect((await call(round, again)).result?.structuredContent).toMatchObject({ delta });
  }
  expect(await stockAt(place)).toEqual({ onHand: 2 * delta, movements: 2, moved: 2 * delta });
});

it('what is within the limit, and whoever the policy names no limit for, needs nobody', async () => {
  expect((await call({}, { delta: 100_000 })).result?.structuredContent).toMatchObject({ delta: 100_000 });
  expect(policy.roles.get('Operator')?.approvals).toEqual([]);
});
