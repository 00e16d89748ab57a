import fc from 'fast-check';
import type { OrderWorld } from './order-world.js';

/** How many things there are that a later act may be about. */
export interface Known {
  ordered: number;
  sent: number;
}

type Act = fc.AsyncCommand<Known, OrderWorld>;

interface Given {
  readonly which: number;
  readonly number: number;
  /** Times in ms after which the caller hangs up on a sending, before one whose answer it waits for. */
  readonly hangUps: readonly number[];
}

const given: fc.Arbitrary<Given> = fc.record({
  which: fc.nat({ max: 30 }),
  number: fc.nat({ max: 5 }),
  hangUps: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    fc.array(fc.nat({ max: 12 }), { maxLength: 2 }),
  ),
});

function act(
  name: string,
  about: keyof Known | undefined,
  run: (world: OrderWorld, given: Given) => void | Promise<void>,
): fc.Arbitrary<Act> {
  return given.map((one) => ({
    check: (known) => about === undefined || known[about] > 0,
    run: async (known, world) => {
      if (name === 'create') known.ordered = known.sent += 1;
      await run(world, one);
    },
    toString: () => `${name}(${JSON.stringify(one)})`,
  }));
}

/** One of a list that is not empty, whatever its length. */
function nth<T>(list: readonly T[], index: number): T {
  const one = list[index % list.length];
  if (one === undefined) throw new Error('there is none yet');
  return one;
}

/** Mostly the first, as an order is amended seldom. */
const revisionOf = (number: number): number => Math.max(1, number - 2);

const toOrder = (
  name: string,
  run: (world: OrderWorld, ordered: OrderWorld['ordered'][number], given: Given) => Promise<void>,
) => act(name, 'ordered', (world, one) => void world.begin(run(world, nth(world.ordered, one.which), one)));

/** Everything that may happen to orders; each is begun while those before it are under way, but for `settle`. */
export const orderActs: fc.Arbitrary<Act>[] = [
  act('create', undefined, (world, { which, number, hangUps }) => {
    const ordered = world.begin(world.create(nth(world.requests, which), hangUps));
    world.ordered.push(ordered);
    if (number > 0) world.begin(world.close(ordered));
  }),
  toOrder('close', (world, ordered) => world.close(ordered)),
  toOrder('approve', (world, ordered, { hangUps }) => world.decide('approver', 'approve', ordered, hangUps)),
  toOrder('reject', (world, ordered, { hangUps }) => world.decide('approver', 'reject', ordered, hangUps)),
  toOrder('approve its own', (world, ordered, { hangUps }) =>
    world.decide('order_placer_as_approver', 'approve', ordered, hangUps),
  ),
  toOrder('cancel', (world, ordered, { hangUps }) => world.decide('operator', 'cancel', ordered, hangUps)),
  toOrder('transmit', (world, ordered, { hangUps }) => world.transmit(ordered, hangUps)),
  toOrder('decline', (world, ordered, { number, hangUps }) =>
    world.decline(revisionOf(number), ordered, hangUps),
  ),
  toOrder('accept', (world, ordered, { number, hangUps }) =>
    world.accept(revisionOf(number), nth([100, 50, 200], number), ordered, hangUps),
  ),
  toOrder('hold', (world, ordered, { hangUps }) => world.hold(ordered, hangUps)),
  toOrder('resume', (world, ordered, { hangUps }) => world.resume(ordered, hangUps)),
  toOrder('amend', (world, ordered, { number, hangUps }) =>
    world.amend(nth([200, 90, 50, 100], number), ordered, hangUps),
  ),
  toOrder('short-close', (world, ordered, { hangUps }) => world.shortClose(ordered, hangUps)),
  toOrder('receive', (world, ordered, { number }) => world.receive(ordered, number)),
  toOrder('expire', (world, ordered, { number }) => world.expire(ordered, number)),
  act('send again', 'sent', (world, { which }) => {
    world.begin(world.sendAgain(nth(world.history.posts, which)));
  }),
  act('settle', undefined, (world) => world.settled()),
];
