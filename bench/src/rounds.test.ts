import { expect, it } from 'vitest';
import { alternate } from './rounds.js';

it('runs every contestant in every round, each round from another one on', async () => {
  const order: string[] = [];
  const results = await alternate(3, ['a', 'b', 'c'], async (name, round) => {
    order.push(name);
    return `${name}${round}`;
  });
  expect(order.join('')).toBe('abcbcacab');
  expect(results.get('b')).toEqual(['b0', 'b1', 'b2']);
});
