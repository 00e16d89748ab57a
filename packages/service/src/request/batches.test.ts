import { describe, expect, it, vi } from 'vitest';
import { Batches } from './batches.js';

/** Batches that wait until they are let go. */
function held(distinct?: (asked: string) => readonly string[]) {
  const left: { batch: readonly string[]; land: () => void }[] = [];
  const told: string[] = [];
  const answer = (batch: readonly string[]) =>
    new Promise<() => void>((resolve) => {
      left.push({ batch, land: () => resolve(() => void told.push(`${batch.join('')} of ${left.length}`)) });
    });
  const refused: string[] = [];
  const refuse = (asked: string) => void refused.push(asked);
  const batches = new Batches<string>({ answer, refuse, ...(distinct && { distinct }) });
  const turn = async () => {
    for (let turns = 0; turns < 3; turns += 1) await new Promise(setImmediate);
    return left.map(({ batch }) => batch.join(''));
  };
  return { batches, left, told, refused, turn };
}

describe('Batches', () => {
  it('gathers what is asked in one turn, and the next while one is on its way', async () => {
    const { batches, left, turn } = held();
    for (const asked of 'ab') batches.add(asked);
    expect(await turn()).toEqual(['ab']);
    for (const asked of 'cd') batches.add(asked);
    expect(await turn()).toEqual(['ab']);
    left[0]?.land();
    expect(await turn()).toEqual(['ab', 'cd']);
    left[1]?.land();
    batches.add('e');
    expect(await turn()).toEqual(['ab', 'cd', 'e']);
  });

  it('has a second batch leave beside the first where as many wait as are worth it, and no third', async () => {
    const { batches, left, turn } = held();
    batches.add('a');
    await turn();
    for (const asked of 'bcdefghijklmnop') batches.add(asked);
    expect(await turn()).toEqual(['a']);
    batches.add('q');
    expect(await turn()).toEqual(['a', 'bcdefghijklmnopq']);
    for (const asked of 'ABCDEFGHIJKLMNOPQRST') batches.add(asked);
    expect(await turn()).toHaveLength(2);
    left[0]?.land();
    expect(await turn()).toHaveLength(3);
  });

  it('tells of a batch when the next one has left, and at once where none waits', async () => {
    const { batches, left, told, turn } = held();
    batches.add('a');
    await turn();
    batches.add('b');
    left[0]?.land();
    await turn();
    left[1]?.land();
    await turn();
    expect(told).toEqual(['a of 2', 'b of 2']);
  });

  it('lets those wait that have a mark in common, in their order', async () => {
    const { batches, left, turn } = held((asked) => [asked.toLowerCase()]);
    for (const asked of 'aAbAB') batches.add(asked);
    expect(await turn()).toEqual(['ab']);
    left[0]?.land();
    expect(await turn()).toEqual(['ab', 'AB']);
    left[1]?.land();
    expect(await turn()).toEqual(['ab', 'AB', 'A']);
  });

  it('turns away who has waited for too long behind a batch that hangs', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { batches, left, refused, turn } = held((asked) => [asked.toLowerCase()]);
    for (const asked of 'aA') batches.add(asked);
    expect(await turn()).toEqual(['a']);
    vi.advanceTimersByTime(2_000);
    batches.add('b');
    vi.advanceTimersByTime(1_500);
    left[0]?.land();
    expect(await turn()).toEqual(['a', 'b']);
    expect(refused).toEqual(['A']);
    vi.useRealTimers();
  });
});
