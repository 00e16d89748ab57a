import { type Client, createClient } from '@stockade/clients';
import { governance } from '@stockade/contracts';
import { type RunningService, startService } from '@stockade/service';
import { serviceEnvironment, type TestDatabase, testDatabase } from '@stockade/testing';
import { LoopbackIssuer } from '@stockade/testing/issuer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { governanceApi } from './governance-api.js';

let database: TestDatabase;
let issuer: LoopbackIssuer;
let service: RunningService;
beforeAll(async () => {
  [database, issuer] = await Promise.all([testDatabase(), LoopbackIssuer.start()]);
  service = await startService(governanceApi, serviceEnvironment(database, issuer.url));
});
afterAll(async () => {
  await service.close();
  await issuer.stop();
  await database.close();
});

const scopes = 'approvals:request approvals:read approvals:decide';
const clientWith = (claims: object): Client<typeof governance> =>
  createClient(governance, {
    baseUrl: service.url,
    token: () => issuer.token({ aud: 'governance-api', scope: scopes, ...claims }),
  });
const machine = (name: string, role: string) => clientWith({ azp: name, client_id: name, roles: [role] });
/** Signed in on the approval pages. */
const person = (name: string, role: string) =>
  clientWith({ azp: 'approval-pages', client_id: 'approval-pages', preferred_username: name, roles: [role] });

const asked = (delta: number) => ({
  operation: 'inventory.record_adjustment',
  input: { body: { sku: 'item-1', location: 'ACCRA', delta, reason: 'found' } },
});
const records = () =>
  database.ownerQuery(
    'SELECT agent, through, role, action, result, reason FROM audit.events ORDER BY at, id',
  );

it('R11, R20: an agent asks through its gateway, a person decides, and each step is recorded under its name', async () => {
  const gateway = { azp: 'mcp-server', client_id: 'mcp-server', roles: ['InventoryManager'] };
  const bot = clientWith({ ...gateway, preferred_username: 'service-account-inventory_bot' });
  const approver = person('approver', 'Approver');
  const approval = await bot.requestApproval({ body: asked(150_000) });
  expect(approval).toMatchObject({ agent: 'inventory_bot', through: 'mcp-server', status: 'pending' });
  const params = { id: approval.id };
  const decided = await approver.decideApproval({
    params,
    body: { decision: 'approved', note: null },
    version: approval.version,
  });
  expect(decided).toMatchObject({ status: 'approved', decidedBy: 'approver', note: null });
  const body = { digest: approval.digest, presentation: 1 };
  expect(await bot.presentApproval({ params, body })).toMatchObject({ status: 'approved', presentations: 1 });
  const own = { agent: 'inventory_bot', through: 'mcp-server', role: 'InventoryManager', result: 'allowed' };
  expect(await records()).toMatchObject([
    { ...own, action: 'governance.request_approval' },
    { agent: 'approver', through: null, role: 'Approver', action: 'governance.decide_approval' },
    { ...own, action: 'governance.present_approval' },
  ]);
});

it('R6: no machine decides or reads, and nobody who only reads decides', async () => {
  const bot = machine('inventory_bot', 'InventoryManager');
  const approval = await bot.requestApproval({ body: asked(160_000) });
  const params = { id: approval.id };
  const decision = { params, body: { decision: 'approved' as const, note: null }, version: 1 };
  const refusal = { status: 403, code: 'insufficient_scope' };
  await expect(bot.decideApproval(decision)).rejects.toMatchObject(refusal);
  await expect(bot.getApproval({ params })).rejects.toMatchObject(refusal);
  await expect(person('auditor', 'Auditor').decideApproval(decision)).rejects.toMatchObject(refusal);
  await expect(
    machine('order_placer', 'OrderAgent').requestApproval({ body: asked(170_000) }),
  ).rejects.toMatchObject(refusal);
  expect(await person('auditor', 'Auditor').getApproval({ params })).toMatchObject({ status: 'pending' });
});

it('refuses more than a person can read', async () => {
  const bot = machine('inventory_bot', 'InventoryManager');
  const input = { body: { text: 'x'.repeat(9_000) } };
  await expect(
    bot.requestApproval({ body: { operation: 'inventory.record_adjustment', input } }),
  ).rejects.toMatchObject({
    code: 'validation_failed',
    errors: [{ pointer: '/body/input' }],
  });
});
