import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { grantsOf } from './grants.js';
import { loadPolicy } from './load-policy.js';

const policy = loadPolicy(fileURLToPath(new URL('../../../access.yaml', import.meta.url)));
const statements = grantsOf(policy);

describe('grantsOf', () => {
  it('R22: grants each login the tables and verbs of its role, and no more', () => {
    expect(statements.filter((sql) => / TO order_agent$/.test(sql))).toEqual([
      'GRANT USAGE ON SCHEMA audit, orders, queues TO order_agent',
      'GRANT SELECT ON orders.suppliers TO order_agent',
      'GRANT SELECT ON orders.offers TO order_agent',
      'GRANT SELECT, INSERT ON orders.orders TO order_agent',
      'GRANT SELECT, INSERT ON orders.order_lines TO order_agent',
      'GRANT SELECT ON orders.amendments TO order_agent',
      'GRANT SELECT, INSERT, UPDATE ON orders.idempotency_keys TO order_agent',
      'GRANT INSERT ON audit.events TO order_agent',
      'GRANT EXECUTE ON FUNCTION queues.enqueue TO order_agent',
    ]);
  });

  it('R22: takes everything from every login before it grants', () => {
    const firstGrant = statements.findIndex((sql) => sql.startsWith('GRANT'));
    const revokes = statements.slice(0, firstGrant);
    const logins = [...[...policy.roles.values()].map(({ login }) => login), ...policy.logins.keys()];
    for (const revoke of revokes)
      for (const login of logins) expect(revoke).toMatch(new RegExp(`\\b${login}\\b`));
    expect(statements.slice(firstGrant).filter((sql) => sql.startsWith('REVOKE'))).toEqual([]);
  });

  it('lets a login enqueue only if its role produces, and only to those queues', () => {
    expect(statements).not.toContain('GRANT EXECUTE ON FUNCTION queues.enqueue TO logistics_monitor');
    expect(statements).not.toContain('GRANT EXECUTE ON FUNCTION queues.enqueue TO audit_writer');
    const producers = statements.at(-1) ?? '';
    for (const { login, produces } of policy.roles.values()) {
      const queues = [...producers.matchAll(new RegExp(`\\('${login}', '([a-z-]+)'\\)`, 'g'))].map(
        ([, queue]) => queue,
      );
      expect(queues).toEqual([...produces]);
    }
  });

  it('covers the logins of the platform', () => {
    expect(statements).toContain('GRANT INSERT ON audit.events TO audit_writer');
    expect(statements).toContain('GRANT SELECT, UPDATE, DELETE ON queues.outbox TO relay');
  });
});
