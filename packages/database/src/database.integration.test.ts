import { Problem } from '@stockade/contracts';
import { type TestDatabase, testDatabase } from '@stockade/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type Database } from './database.js';
import { statement } from './statement.js';

let test: TestDatabase;
let database: Database;

const principal = (role: string) => ({
  agent: 'inventory_bot',
  subject: 'subject',
  roles: [role],
  scopes: new Set<string>(),
  tokenId: 'token',
  expiresAt: 0,
  role,
});
const whoAmI = statement('test_who_am_i', 'SELECT session_user AS login, current_user AS acting');

beforeAll(async () => {
  test = await testDatabase();
  database = await createDatabase({
    ...test.database,
    roles: ['InventoryManager', 'OrderAgent'],
    entities: [],
  });
});
afterAll(async () => {
  await database.close();
  await test.close();
});

describe('unitOfWork', () => {
  it("R22: works on the login of the principal's role", async () => {
    const rows = await database.unitOfWork(principal('OrderAgent'), (unit) => unit.query(whoAmI, []));
    expect(rows).toEqual([{ login: 'order_agent', acting: 'order_agent' }]);
  });

  it('R22: refuses a role whose login this process does not hold', async () => {
    const attempt = database.unitOfWork(principal('Approver'), (unit) => unit.query(whoAmI, []));
    await expect(attempt).rejects.toThrow('holds no login for role Approver');
    await expect(attempt).rejects.not.toBeInstanceOf(Problem);
  });
});
