import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { orderActs } from './test-support/order-acts.js';
import { orderFaults } from './test-support/order-faults.js';
import { OrderWorld } from './test-support/order-world.js';
import { OrdersProcesses } from './test-support/orders-processes.js';

const LONGEST = 40;

let processes: OrdersProcesses;
beforeAll(async () => {
  processes = await OrdersProcesses.start();
});
afterAll(() => processes.close());

it('R20: whatever is done to orders at once, each version has one author whom its life allows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(orderActs, { maxCommands: LONGEST, size: 'max' }), async (acts) => {
      const world = await OrderWorld.open(processes);
      await fc.asyncModelRun(() => ({ model: { ordered: 0, sent: 0 }, real: world }), acts);
      await world.settled();
      expect(await orderFaults(world)).toEqual([]);
    }),
    { numRuns: inject('modelRuns') },
  );
});
