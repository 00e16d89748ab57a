import { type TestDatabase, testDatabase } from '@stockade/testing';
import { Entity, PrimaryColumn } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type Database } from './database.js';
import { statement } from './statement.js';
import type { UnitOfWork } from './unit-of-work.js';

let test: TestDatabase;
let database: Database;

@Entity({ schema: 'public', name: 'days' })
class Day {
  @PrimaryColumn('date')
  day!: string;
}

const principal = (role: string) => ({
  agent: 'inventory_bot',
  through: null,
  subject: 'subject',
  roles: [role],
  scopes: new Set<string>(),
  tokenId: 'token',
  expiresAt: 0,
  role,
});
const manager = principal('InventoryManager');

const whoAmI = statement('test_who', 'SELECT session_user AS login, current_user AS acting');
const addDay = statement('test_add_day', 'INSERT INTO public.days (day, big) VALUES ($1, $2)');
const days = statement('test_days', 'SELECT day, big FROM public.days ORDER BY day');
const transaction = statement('test_transaction', 'SELECT pg_backend_pid() AS pid, txid_current() AS id');
const kill = statement('test_kill', 'SELECT pg_terminate_backend(pg_backend_pid())');

const open = (options: Partial<Parameters<typeof createDatabase>[0]> = {}) =>
  createDatabase({
    ...test.database,
    roles: ['InventoryManager', 'OrderAgent'],
    entities: [Day],
    ...options,
  });
const recorded = async () => (await test.ownerQuery<{ day: string }>(days.text)).length;

beforeAll(async () => {
  test = await testDatabase();
  await test.ownerQuery(`CREATE TABLE public.days (day date PRIMARY KEY, big bigint NOT NULL)`);
  await test.ownerQuery('GRANT USAGE ON SCHEMA public TO inventory_manager');
  await test.ownerQuery('GRANT SELECT, INSERT, DELETE ON public.days TO inventory_manager');
  database = await open();
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
  });

  it('commits what work did, and nothing of it where work throws', async () => {
    const before = await recorded();
    const failing = database.unitOfWork(manager, async (unit) => {
      await unit.query(addDay, ['2011-01-01', 1]);
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    expect(await recorded()).toBe(before);
    await database.unitOfWork(manager, (unit) => unit.query(addDay, ['2011-01-01', 1]));
    expect(await recorded()).toBe(before + 1);
  });

  it('fails where work ignored the error of a statement: Postgres would commit nothing', async () => {
    const ignoring = database.unitOfWork(manager, async (unit) => {
      await unit.query(addDay, ['2011-02-01', 1]);
      await unit.query(addDay, ['2011-02-01', 1]).catch(() => undefined);
    });
    await expect(ignoring).rejects.toThrow('nothing is committed');
  });

  it('shares its connection and transaction with TypeORM', async () => {
    const [one, other] = await database.unitOfWork(manager, async (unit) => [
      await unit.query(transaction, []),
      await unit.manager.query(transaction.text),
    ]);
    expect(one).toEqual(other);
    const undone = database.unitOfWork(manager, async ({ manager: entities }) => {
      await entities.delete(Day, { day: '2011-01-01' });
      throw new Error('changed its mind');
    });
    await expect(undone).rejects.toThrow('changed its mind');
    const kept = await database.read(manager, (unit) => unit.manager.countBy(Day, { day: '2011-01-01' }));
    expect(kept).toBe(1);
  });

  it('loads no entities for a process that has none', async () => {
    const bare = await open({ entities: [] });
    const asking = bare.read(manager, async (unit) => unit.manager.connection.isInitialized);
    await expect(asking).rejects.toThrow('has no entities');
    await bare.close();
  });

  it('cannot be used after its end, when its connection is another caller’s', async () => {
    const escaped = await database.unitOfWork(manager, async (unit): Promise<UnitOfWork[]> => [unit]);
    const late = escaped.map((unit) => unit.query(whoAmI, []));
    await expect(Promise.all(late)).rejects.toThrow('after the end of its unit of work');
  });

  it('reads a date as its text and int8 as a number, and refuses one that no number holds', async () => {
    await database.unitOfWork(manager, (unit) => unit.query(addDay, ['2012-12-31', 2 ** 53 - 1]));
    const rows = await database.read(manager, (unit) => unit.query(days, []));
    expect(rows).toContainEqual({ day: '2012-12-31', big: 9_007_199_254_740_991 });
    await test.ownerQuery("INSERT INTO public.days VALUES ('2013-01-01', 9007199254740993)");
    await expect(database.read(manager, (unit) => unit.query(days, []))).rejects.toThrow(RangeError);
    await test.ownerQuery("DELETE FROM public.days WHERE day = '2013-01-01'");
  });
});

describe('read', () => {
  const changedInARead = statement('test_change_in_read', "INSERT INTO public.days VALUES ('2019-01-01', 1)");

  it('runs outside of a transaction', async () => {
    const [first, second] = await database.read(manager, async (unit) => [
      await unit.query<{ id: number }>(transaction, []),
      await unit.query<{ id: number }>(transaction, []),
    ]);
    expect(first?.[0]?.id).not.toEqual(second?.[0]?.id);
  });

  it('changes nothing: what is committed has begun a transaction, with its record in it', async () => {
    const changing = database.read(manager, (unit) => unit.query(changedInARead, []));
    await expect(changing).rejects.toMatchObject({ code: '25006' });
  });

  it('cannot be used after its end', async () => {
    const [escaped] = await database.read(manager, async (unit): Promise<UnitOfWork[]> => [unit]);
    await expect(escaped?.query(whoAmI, [])).rejects.toThrow('has ended');
  });
});

describe('what leaves together', () => {
  it('withCommit: is committed, or fails the unit for its own reason', async () => {
    const before = await recorded();
    const failing = database.unitOfWork(manager, async (unit) => {
      await unit.query(addDay, ['2018-01-01', 1]);
      unit.withCommit(unit.query(addDay, ['2018-01-01', 2]));
      unit.withCommit(unit.query(addDay, ['2018-01-02', 3]));
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await recorded()).toBe(before);
    await database.unitOfWork(manager, async (unit) =>
      unit.withCommit(unit.query(addDay, ['2018-01-01', 1])),
    );
    expect(await recorded()).toBe(before + 1);
  });
});

describe('inOneStatement', () => {
  const add = (...values: unknown[]) => database.inOneStatement('InventoryManager', addDay, values);

  it('is committed when it returns', async () => {
    const before = await recorded();
    await add('2016-01-01', 1);
    expect(await recorded()).toBe(before + 1);
  });

  it('tells what Postgres has refused from what nobody knows', async () => {
    await expect(add('no day', 1)).rejects.toMatchObject({ code: '22007' });
    await expect(database.inOneStatement('InventoryManager', kill, [])).rejects.toMatchObject({
      code: 'unavailable',
    });
    await add('2016-01-02', 1);
  });

  it('R22: works on the login of the role', async () => {
    const refused = database.inOneStatement('OrderAgent', addDay, ['2016-01-03', 1]);
    await expect(refused).rejects.toMatchObject({ code: '42501' });
  });
});

describe('failures', () => {
  it('turns a lost connection into a Problem to try again, and recovers', async () => {
    const lost = database.unitOfWork(manager, (unit) => unit.query(kill, []));
    await expect(lost).rejects.toMatchObject({ code: 'unavailable', status: 503, retryAfter: 1 });
    await expect(database.unitOfWork(manager, (unit) => unit.query(whoAmI, []))).resolves.toHaveLength(1);
    expect(await database.healthy()).toBe(true);
  });

  it('turns a deadlock into a Problem to try again', async () => {
    await test.ownerQuery("INSERT INTO public.days VALUES ('2014-01-01', 1), ('2014-01-02', 1)");
    const remove = statement('test_remove', 'DELETE FROM public.days WHERE day = $1');
    const { promise: bothHold, resolve } = Promise.withResolvers<void>();
    let holding = 0;
    const crossing = (first: string, second: string) =>
      database.unitOfWork(manager, async (unit) => {
        await unit.query(remove, [first]);
        holding += 1;
        if (holding === 2) resolve();
        await bothHold;
        await unit.query(remove, [second]);
      });
    const outcomes = await Promise.allSettled([
      crossing('2014-01-01', '2014-01-02'),
      crossing('2014-01-02', '2014-01-01'),
    ]);
    const failed = outcomes.filter((one) => one.status === 'rejected');
    expect(failed).toMatchObject([{ reason: { code: 'unavailable' } }]);
  });

  it('leaves the errors that are nobody’s to try again as they are', async () => {
    const twice = database.unitOfWork(manager, async (unit) => {
      await unit.query(addDay, ['2015-01-01', 1]);
      await unit.query(addDay, ['2015-01-01', 1]);
    });
    await expect(twice).rejects.toMatchObject({ code: '23505' });
  });

  it('does not open with a role that the policy lacks, or a password that is wrong', async () => {
    await expect(open({ roles: ['Emperor'] })).rejects.toThrow('role Emperor is not in the access policy');
    const wrong = open({ passwordFile: () => test.database.passwordFile('relay') });
    await expect(wrong).rejects.toMatchObject({ code: '28P01' });
  });
});
