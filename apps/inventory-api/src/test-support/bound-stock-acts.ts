import fc from 'fast-check';
import { act, hangUps, nth, quantity, type StockAct, which } from './stock-act.js';

/** Everything that binds stock at its place and sets it free, begun as the other acts are. */
export const boundStockActs: fc.Arbitrary<StockAct>[] = [
  act({
    name: 'reserve',
    given: fc.record({ which, quantity, hangUps }),
    adds: ['sent', 'reserved'],
    run: (world, { which, quantity, hangUps }) => {
      const asked = world.bound.ask(nth(world.places, which), quantity);
      world.bound.reserved.push(world.begin(world.bound.reserve(asked, hangUps)));
    },
  }),
  act({
    name: 'reserve the same again',
    given: which,
    about: 'reserved',
    run: (world, which) => void world.begin(world.bound.reserve(nth(world.bound.asked, which), [])),
  }),
  act({
    name: 'end a reservation',
    given: fc.record({ which, how: fc.constantFrom('consumption', 'release'), hangUps }),
    about: 'reserved',
    run: (world, { which, how, hangUps }) =>
      void world.begin(world.bound.end(nth(world.bound.reserved, which), how, hangUps)),
  }),
  act({
    name: 'expire a reservation',
    given: which,
    about: 'reserved',
    run: (world, which) => void world.begin(world.bound.expire(nth(world.bound.reserved, which))),
  }),
  act({
    name: 'hold',
    given: fc.record({ which, quantity, hangUps }),
    adds: ['sent', 'held'],
    run: (world, { which, quantity, hangUps }) =>
      void world.bound.held.push(world.begin(world.bound.hold(nth(world.places, which), quantity, hangUps))),
  }),
  act({
    name: 'release a hold',
    given: fc.record({ which, hangUps }),
    about: 'held',
    run: (world, { which, hangUps }) =>
      void world.begin(world.bound.releaseHold(nth(world.bound.held, which), hangUps)),
  }),
];
