import { platform } from 'node:os';
import { expect, it } from 'vitest';
import { parseStat, processTime, residentMb } from './processor-time.js';

it('reads the times behind a name that holds parentheses', () => {
  const stat = '7 (a) (b) c) S 42 7 7 0 -1 4194560 1 2 3 4 150 50 30 20 20 0 1 0 99 1 2';
  expect(parseStat(stat)).toEqual({ parent: 42, own: 2000, ended: 500 });
});

it.runIf(platform() === 'linux')('knows this process', () => {
  expect(processTime(process.pid)).toBeGreaterThan(0);
  expect(residentMb(process.pid)).toBeGreaterThan(10);
});
