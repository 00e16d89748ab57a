import { describe, expect, it, vi } from 'vitest';
import { Batches } from './batches.js';

interface Asked {
  readonly name: string;
  readonly reject: (reason: unknown) => void;
}

/** Batches that wait until they are let go; those who ask are letters. */
function held(distinct?: (asked: string) => readonly string[]) {
  const left: { batch: string; land: () => void; fail: (reason: unknown) => void }[] = [];
  const told: string[] = [];
  const refused: string[] = [];
  const reasons: unknown[] = [];
  const answer = (asked: readonly Asked[]) =>
    new Promise<() => void>((resolve, fail) => {
      const batch = asked.map(({ name }) => name).join('');
      left.push({ batch, fail, land: () => resolve(() => void told.push(`${batch} of ${left.length}`)) });
    });
  const all = new Batches<Asked>({ answer, ...(distinct && { distinct: ({ name }) => distinct(name) }) });
  const reject = (name: string) => (reason: unknown) => {
    refused.push(name);
    reasons.push(reason);
  };
  const batches = { add: (name: string) => all.add({ name, reject: reject(name) }) };
  const turn = async () => {
    for (let turns = 0; turns < 3; turns += 1) await new Promise(setImmediate);
    return left.map(({ batch }) => batch);
  };
  return { batches, left, told, refused, reasons, turn };
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

  it('tells each of a batch that failed why, and answers the next', async () => {
    const { batches, left, refused, reasons, turn } = held();
    for (const asked of 'ab') batches.add(asked);
    await turn();
    batches.add('c');
    left[0]?.fail('broken');
    expect(await turn()).toEqual(['ab', 'c']);
    expect([refused, reasons]).toEqual([
      ['a', 'b'],
      ['broken', 'broken'],
    ]);
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
    const { batches, left, refused, reasons, turn } = held((asked) => [asked.toLowerCase()]);
    for (const asked of 'aA') batches.add(asked);
    expect(await turn()).toEqual(['a']);
    vi.advanceTimersByTime(2_000);
    batches.add('b');
    vi.advanceTimersByTime(1_500);
    left[0]?.land();
    expect(await turn()).toEqual(['a', 'b']);
    expect(refused).toEqual(['A']);
    expect(reasons).toMatchObject([{ code: 'unavailable', retryAfter: 1 }]);
    vi.useRealTimers();
  });
});
