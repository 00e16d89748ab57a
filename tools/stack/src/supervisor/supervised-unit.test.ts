import { expect, it, vi } from 'vitest';
import { SupervisedUnit } from './supervised-unit.js';
import type { Running, Unit } from './unit.js';

/** Starts when the test says so, and ends when the test says so; as a database it does not let its start be stopped. */
function stubbornUnit() {
  const starts: PromiseWithResolvers<Running>[] = [];
  const unit: Unit = {
    name: 'database',
    url: undefined,
    start: () => {
      const start = Promise.withResolvers<Running>();
      starts.push(start);
      return start.promise;
    },
  };
  /** The start with this number succeeds; returns how to kill what it started. */
  const succeed = async (number: number) => {
    await vi.waitUntil(() => starts.length > number, { timeout: 5_000 });
    const { promise: exited, resolve } = Promise.withResolvers<string>();
    starts[number]?.resolve({ exited, stop: async () => resolve('it was stopped') });
    return () => resolve('it was killed');
  };
  return { unit, succeed, starts };
}

it('starts again what dies after somebody asked for it while it was being started again', async () => {
  const { unit, succeed, starts } = stubbornUnit();
  const supervised = new SupervisedUnit(
    unit,
    () => {},
    () => {},
  );
  const first = supervised.start(() => {});
  const killFirst = await succeed(0);
  await first;

  killFirst();
  await vi.waitUntil(() => starts.length === 2, { timeout: 5_000 });
  const asked = supervised.start(() => {});
  const killSecond = await succeed(1);
  await asked;
  expect(supervised.status()).toMatchObject({ state: 'ready', restarts: 1 });

  killSecond();
  await succeed(2);
  await vi.waitUntil(() => supervised.status().state === 'ready', { timeout: 5_000 });
  expect(supervised.status()).toMatchObject({ restarts: 2, lastExit: 'it was killed' });
  await supervised.stop();
  expect(supervised.status().state).toBe('stopped');
});
