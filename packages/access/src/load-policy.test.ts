import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadPolicy, parsePolicy } from './load-policy.js';
import { PolicyError } from './policy-error.js';

const file = fileURLToPath(new URL('../../../access.yaml', import.meta.url));
const text = readFileSync(file, 'utf8');

/** The faults after a replacement in the real file, each with the text of the line that it names. */
function faultsAfter(...replacements: readonly (readonly [find: string, put: string])[]) {
  const broken = replacements.reduce((before, [find, put]) => {
    if (!before.includes(find)) throw new Error(`access.yaml has no ${find}`);
    return before.replace(find, put);
  }, text);
  try {
    parsePolicy(broken, 'access.yaml');
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.faults.map((fault) => ({ ...fault, text: broken.split('\n')[fault.line - 1] }));
  }
  return [];
}

describe('loadPolicy', () => {
  it('reads the policy of this repository', () => {
    const policy = loadPolicy(file);
    expect(policy.identities.get('order_placer')).toMatchObject({
      kind: 'agent',
      role: 'OrderAgent',
      status: 'active',
    });
    expect(policy.roles.get('OrderAgent')?.grants.get('orders.orders')).toEqual(['select', 'insert']);
    expect([...policy.audiences]).toEqual([
      'inventory-api',
      'orders-api',
      'shipments-api',
      'governance-api',
      'mcp-server',
    ]);
    expect(
      [...policy.identities.values()].filter(({ exchanges }) => exchanges).map(({ name }) => name),
    ).toEqual(['mcp-server']);
  });

  it('names the file that it cannot read', () => {
    expect(() => loadPolicy('nowhere/access.yaml')).toThrow(/^nowhere\/access.yaml:1:1 cannot be read/);
  });

  it('writes each fault as file, line, column, path and what to do', () => {
    expect(() =>
      parsePolicy(text.replace('scopes: [shipments:read]', 'scopes: [ships:read]'), 'access.yaml'),
    ).toThrow(
      /^access\.yaml:\d+:14 roles\.LogisticsMonitor\.scopes\.0: ships:read is an unknown scope: add it to scopes, or remove it/,
    );
  });

  it.each<[what: string, find: string, put: string, path: string, line: RegExp, detail: RegExp]>([
    [
      'an unknown key',
      '    login: order_agent\n',
      '    login: order_agent\n    extra: 1\n',
      'roles.OrderAgent.extra',
      /extra: 1/,
      /no key that is known/,
    ],
    [
      'an unknown scope',
      'scopes: [shipments:read]',
      'scopes: [ships:read]',
      'roles.LogisticsMonitor.scopes.0',
      /ships:read/,
      /unknown scope/,
    ],
    [
      'a scope listed twice',
      'scopes: [shipments:read]',
      'scopes: [shipments:read, shipments:read]',
      'roles.LogisticsMonitor.scopes.1',
      /shipments:read/,
      /listed twice/,
    ],
    [
      'a scope for no service',
      'suppliers:read: { audience: orders-api',
      'suppliers:read: { audience: order-api',
      'scopes.suppliers:read.audience',
      /order-api/,
      /no service/,
    ],
    [
      'a scope for the wrong service',
      'suppliers:read: { audience: orders-api',
      'suppliers:read: { audience: inventory-api',
      'scopes.suppliers:read.audience',
      /suppliers:read/,
      /orders.list_suppliers needs this scope at orders-api/,
    ],
    [
      'an unknown role',
      'role: LogisticsMonitor',
      'role: Logistics',
      'agents.shipment_tracker.role',
      /role: Logistics$/,
      /unknown role/,
    ],
    [
      'a role without login',
      '    login: logistics_monitor\n',
      '',
      'roles.LogisticsMonitor.login',
      /LogisticsMonitor:/,
      /missing: add login/,
    ],
    [
      'a login of two roles',
      'login: logistics_monitor',
      'login: order_agent',
      'roles.LogisticsMonitor.login',
      /login: order_agent/,
      /belongs to roles.OrderAgent.login/,
    ],
    [
      'a login of the platform and a role',
      'login: logistics_monitor',
      'login: relay',
      'logins.relay',
      /relay:/,
      /belongs to roles.LogisticsMonitor.login/,
    ],
    [
      'a login that is a queue login',
      'login: logistics_monitor',
      'login: inventory_bot_queue',
      'agents.inventory_bot',
      /inventory_bot:/,
      /belongs to/,
    ],
    [
      'a login that is no identifier',
      'login: logistics_monitor',
      'login: monitor; drop',
      'roles.LogisticsMonitor.login',
      /drop/,
      /lower-case/,
    ],
    [
      'a reserved login',
      'login: logistics_monitor',
      'login: postgres',
      'roles.LogisticsMonitor.login',
      /postgres/,
      /reserved/,
    ],
    [
      'a table that is no identifier',
      'shipments.asn_lines: [select]',
      "shipments.asn'lines: [select]",
      "roles.LogisticsMonitor.grants.shipments.asn'lines",
      /asn'lines/,
      /schema.table/,
    ],
    [
      'an unknown verb',
      'shipments.asn_lines: [select]',
      'shipments.asn_lines: [truncate]',
      'roles.LogisticsMonitor.grants.shipments.asn_lines.0',
      /truncate/,
      /expected one of/,
    ],
    [
      'a condition on an unknown operation',
      'operation: inventory.record_adjustment',
      'operation: inventory.adjust',
      'roles.InventoryManager.conditions.0.operation',
      /inventory.adjust/,
      /unknown operation/,
    ],
    [
      'a condition on a field that the body lacks',
      'field: delta',
      'field: amount',
      'roles.InventoryManager.conditions.0.field',
      /amount/,
      /use one of its numbers \(delta\)/,
    ],
    [
      'a condition on an operation out of reach',
      'operation: inventory.record_adjustment',
      'operation: orders.create_order',
      'roles.InventoryManager.conditions.0.operation',
      /create_order/,
      /does not hold orders:create/,
    ],
    [
      'an approval for a field that the body lacks',
      'field: leadTimeDays',
      'field: leadTime',
      'roles.InventoryManager.approvals.2.field',
      /leadTime/,
      /use one of its numbers \(serviceLevel, leadTimeDays/,
    ],
    [
      'approvals of a role that may not ask for them',
      'replenishment:read, approvals:request]',
      'replenishment:read]',
      'roles.InventoryManager.approvals',
      /approvals:/,
      /does not hold approvals:request/,
    ],
    [
      'a queue that no job has',
      'produces: [receipts, shipment-watch]',
      'produces: [receipt]',
      'roles.CarrierGateway.produces.0',
      /\[receipt\]/,
      /unknown queue/,
    ],
    [
      'a consumed queue that no job has',
      'consumes: [shipment-watch]',
      'consumes: [shipment-watch, nothing]',
      'agents.shipment_tracker.consumes.1',
      /nothing/,
      /unknown queue/,
    ],
    [
      'two consumers of a queue',
      'consumes: [shipment-watch]',
      'consumes: [shipment-watch, receipts]',
      'agents.shipment_tracker.consumes.1',
      /receipts/,
      /consumed by inventory_bot/,
    ],
    [
      'a queue without its consumer',
      'consumes: [shipment-watch]',
      'consumes: []',
      'agents.shipment_tracker',
      /shipment_tracker:/,
      /add the queue to its consumes/,
    ],
    [
      'results of jobs that have none',
      'collects: [shipment-watch]',
      'collects: [receipts]',
      'services.shipments-api.collects.0',
      /receipts/,
      /no result/,
    ],
    [
      'an identity of two kinds',
      '  operator: { role',
      '  inventory_bot: { role',
      'people.inventory_bot',
      /inventory_bot: \{/,
      /in agents too/,
    ],
    [
      "the name of the people's client",
      '  operator: { role',
      '  stack-cli: { role',
      'people.stack-cli',
      /stack-cli/,
      /unique/,
    ],
    [
      'the name of the desktop client',
      '  operator: { role',
      '  mcp-desktop: { role',
      'people.mcp-desktop',
      /mcp-desktop/,
      /unique/,
    ],
    [
      'a name that a service account could have',
      '  operator: { role',
      '  service-account-inventory_bot: { role',
      'people.service-account-inventory_bot',
      /service-account/,
      /own account/,
    ],
    [
      'an agent that exchanges tokens',
      '    consumes: [shipment-watch]\n',
      '    consumes: [shipment-watch]\n    exchanges: true\n',
      'agents.shipment_tracker.exchanges',
      /exchanges: true/,
      /for services/,
    ],
    [
      'R4: a token that lives too long',
      'lifetimeSeconds: 300',
      'lifetimeSeconds: 600',
      'token.lifetimeSeconds',
      /600/,
      /<=599/,
    ],
  ])('refuses %s', (_what, find, put, path, line, detail) => {
    const fault = faultsAfter([find, put]).find((each) => each.path === path);
    expect(fault?.text).toMatch(line);
    expect(fault?.detail).toMatch(detail);
  });

  it.each([
    ['agents.shipment_tracker', '    owner: logistics-team@stockade.example\n'],
    ['gateways.demand_feed', '    owner: customer-team@stockade.example\n'],
    ['people.operator', ' owner: operations@stockade.example,'],
  ])('R7: refuses %s without an owner', (identity, owner) => {
    expect(faultsAfter([owner, ''])).toMatchObject([
      {
        path: `${identity}.owner`,
        detail: 'is missing: add owner',
        text: expect.stringContaining(`${identity.split('.')[1]}:`),
      },
    ]);
  });

  it('refuses a scope that an operation needs and nobody declares', () => {
    const faults = faultsAfter([text.match(/^ {2}orders:cancel: .*\n/m)?.[0] ?? '', '']);
    expect(faults).toContainEqual(
      expect.objectContaining({
        path: 'scopes',
        detail: expect.stringContaining('orders.cancel_order needs the scope'),
      }),
    );
  });

  it('tells all faults at once, in the order of the file', () => {
    const faults = faultsAfter(
      ['    owner: logistics-team@stockade.example\n', ''],
      ['scopes: [shipments:read]', 'scopes: [ships:read]'],
      ['    login: order_agent\n', ''],
    );
    expect(faults.map(({ path }) => path)).toEqual([
      'roles.OrderAgent.login',
      'roles.LogisticsMonitor.scopes.0',
      'agents.shipment_tracker.owner',
    ]);
  });

  it('names the place of a fault in the YAML itself', () => {
    const faults = faultsAfter(['  Auditor:\n', '  Approver:\n']);
    expect(faults).toMatchObject([{ text: '  Approver:', detail: expect.stringMatching(/unique/) }]);
    expect(() => parsePolicy('a: [', 'access.yaml')).toThrow(/^access\.yaml:1:\d+ /);
    expect(() => parsePolicy('', 'access.yaml')).toThrow(/^access\.yaml:1:1 /);
  });
});
