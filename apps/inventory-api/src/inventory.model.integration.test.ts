import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { InventoryProcesses } from './test-support/inventory-processes.js';
import { stockActs } from './test-support/stock-acts.js';
import { stockFaults } from './test-support/stock-faults.js';
import { StockWorld } from './test-support/stock-world.js';

const LONGEST = 40;

let processes: InventoryProcesses;
beforeAll(async () => {
  processes = await InventoryProcesses.start();
});
afterAll(() => processes.close());

it('R20, R22: whatever is done to stock at once, every invariant holds and each request has one effect', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 100 }),
      fc.commands(stockActs, { maxCommands: LONGEST, size: 'max' }),
      async (opening, acts) => {
        const world = await StockWorld.open(processes, opening);
        const known = { announced: 0, reserved: 0, held: 0, dispatched: 0, requested: 0, lines: 0, sent: 0 };
        const setup = () => ({ model: known, real: world });
        await fc.asyncModelRun(setup, acts);
        await world.settled();
        expect(await stockFaults(world)).toEqual([]);
      },
    ),
    { numRuns: inject('modelRuns') },
  );
});
