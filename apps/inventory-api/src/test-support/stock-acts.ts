import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { boundStockActs } from './bound-stock-acts.js';
import { act, hangUps, nth, quantity, type StockAct, which } from './stock-act.js';

const status = fc.constantFrom('approved', 'sent', 'acknowledged', 'received', 'cancelled');

/** Everything that may happen to stock; each is begun while those before it are under way, but for `settle`. */
export const stockActs: fc.Arbitrary<StockAct>[] = [
  act({
    name: 'adjust',
    given: fc.record({
      which,
      delta: fc.integer({ min: -60, max: 60 }).filter((delta) => delta !== 0),
      hangUps,
    }),
    adds: ['sent'],
    run: (world, { which, delta, hangUps }) =>
      void world.begin(world.adjust(nth(world.places, which), delta, hangUps)),
  }),
  act({
    name: 'announce',
    given: fc.record({ which, quantity }),
    adds: ['sent', 'announced'],
    run: (world, { which, quantity }) =>
      void world.announced.push(world.begin(world.announce(nth(world.places, which), quantity))),
  }),
  act({
    name: 'issue',
    given: fc.record({ which, hangUps }),
    about: 'announced',
    run: (world, { which, hangUps }) => void world.begin(world.issue(nth(world.announced, which), hangUps)),
  }),
  act({
    name: 'request',
    given: fc.record({ which, quantity, onOrder: fc.constantFrom(0, 1_000_000), hangUps }),
    adds: ['sent', 'requested'],
    run: (world, { which, quantity, onOrder, hangUps }) =>
      void world.requested.push(
        world.begin(world.request(nth(world.places, which), quantity, onOrder, hangUps)),
      ),
  }),
  act({
    name: 'receive',
    given: fc.record({ which, quantity, hangUps }),
    adds: ['lines'],
    run: (world, { which, quantity, hangUps }) => {
      const line = randomUUID();
      world.lines.push(line);
      const request = world.requested.length > 0 && which % 2 === 0 ? nth(world.requested, which) : undefined;
      world.begin(world.receive(line, nth(world.places, which), quantity, request, hangUps));
    },
  }),
  act({
    name: 'receive the same again',
    given: fc.record({ which, quantity }),
    about: 'lines',
    run: (world, { which, quantity }) =>
      void world.begin(
        world.receive(nth(world.lines, which), nth(world.places, which), quantity, undefined, []),
      ),
  }),
  act({
    name: 'dispatch',
    given: fc.record({ which, quantity, onOrder: fc.constantFrom(undefined, 0), hangUps }),
    adds: ['sent', 'dispatched'],
    run: (world, { which, quantity, onOrder, hangUps }) =>
      void world.dispatched.push(
        world.begin(
          world.dispatch(nth(world.places, which), nth(world.places, which + 1), quantity, onOrder, hangUps),
        ),
      ),
  }),
  act({
    name: 'receive a transfer',
    given: fc.record({ which, hangUps }),
    about: 'dispatched',
    run: (world, { which, hangUps }) =>
      void world.begin(world.receiveTransfer(nth(world.dispatched, which), hangUps)),
  }),
  act({
    name: 'count',
    given: fc.record({ which, counted: fc.nat({ max: 150 }), hangUps }),
    adds: ['sent'],
    run: (world, { which, counted, hangUps }) =>
      void world.begin(world.count(nth(world.places, which), counted, hangUps)),
  }),
  act({
    name: 'correct the past',
    given: fc.record({
      which,
      delta: fc.integer({ min: -60, max: 60 }).filter((delta) => delta !== 0),
      beforeCounts: fc.boolean(),
      hangUps,
    }),
    adds: ['sent'],
    run: (world, { which, delta, beforeCounts, hangUps }) =>
      void world.begin(world.correct(nth(world.places, which), delta, beforeCounts, hangUps)),
  }),
  act({
    name: 'tell of the order',
    given: fc.record({ which, status, version: fc.integer({ min: 1, max: 4 }), quantity }),
    about: 'requested',
    run: (world, { which, ...fact }) =>
      void world.begin(world.tellOfOrder(nth(world.requested, which), fact)),
  }),
  act({
    name: 'send again',
    given: which,
    about: 'sent',
    run: (world, which) => void world.begin(world.sendAgain(nth(world.history.posts, which))),
  }),
  ...boundStockActs,
  act({ name: 'settle', given: fc.constant(null), run: (world) => world.settled() }),
];
