import { expect, it } from 'vitest';
import { parsePgbench } from './pgbench.js';

const output = `transaction type: script.sql
number of transactions actually processed: 12345
number of failed transactions: 0 (0.000%)
latency average = 1.295 ms
initial connection time = 12.345 ms
tps = 3088.500000 (without initial connection time)
`;

it('reads the figures', () => {
  expect(parsePgbench(output)).toEqual({ transactions: 12345, throughput: 3088.5, meanMs: 1.295 });
});

it('takes no figures of a run with failures', () => {
  expect(() => parsePgbench(output.replace('transactions: 0 ', 'transactions: 3 '))).toThrow(
    /did not end well/,
  );
  expect(() => parsePgbench('pgbench: error: connection refused')).toThrow(/did not end well/);
});
