import fc from 'fast-check';
import type { StockWorld } from './stock-world.js';

/** How many things there are that a later act may be about. */
export interface Known {
  announced: number;
  reserved: number;
  held: number;
  dispatched: number;
  requested: number;
  lines: number;
  sent: number;
}

export type StockAct = fc.AsyncCommand<Known, StockWorld>;

interface Act<Given> {
  readonly name: string;
  readonly given: fc.Arbitrary<Given>;
  /** What there has to be one of. */
  readonly about?: keyof Known;
  /** What there is one more of. */
  readonly adds?: readonly (keyof Known)[];
  run(world: StockWorld, given: Given): void | Promise<void>;
}

/** An act with what it is given drawn at random. */
export function act<Given>({ name, given, about, adds = [], run }: Act<Given>): fc.Arbitrary<StockAct> {
  return given.map((one) => ({
    check: (known) => about === undefined || known[about] > 0,
    run: async (known, world) => {
      for (const kind of adds) known[kind] += 1;
      await run(world, one);
    },
    toString: () => `${name}(${JSON.stringify(one)})`,
  }));
}

/** One of a list that is not empty, whatever its length. */
export function nth<T>(list: readonly T[], index: number): T {
  const one = list[index % list.length];
  if (one === undefined) throw new Error('there is none yet');
  return one;
}

export const quantity = fc.integer({ min: 1, max: 60 });
export const which = fc.nat({ max: 30 });
/** Times in ms after which the caller hangs up on a sending, before one whose answer it waits for. */
export const hangUps = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  fc.array(fc.nat({ max: 12 }), { maxLength: 2 }),
);
