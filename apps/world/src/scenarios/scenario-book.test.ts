import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays } from '@stockade/contracts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ScenarioBook } from './scenario-book.js';
import { FIRST_DAY, runOf } from './test-support/arbitrary-goods.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'stockade-scenarios-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const book = () => new ScenarioBook(join(directory, 'scenarios.json'));
const demand = {
  reference: 'r',
  sku: 'pill',
  location: 'ACCRA',
  quantity: 10,
  announcedOn: FIRST_DAY,
  neededOn: FIRST_DAY,
};
const spike = runOf('demand-spike', { location: 'ACCRA', sku: 'pill', factor: 3 });

it('knows after a restart what is on, and what it said while something was on that is over', () => {
  book().begin(spike);
  expect(book().after(FIRST_DAY)).toEqual([spike]);
  const off = addDays(FIRST_DAY, 5);
  expect(book().end(off)).toEqual([spike]);
  expect(book().after(off)).toEqual([]);
  expect(book().on(off).announce(demand).quantity).toBe(10);
  expect(book().on(FIRST_DAY).announce(demand).quantity).toBe(30);
});

it('lets several be on at once, and each of them once', () => {
  const held = book();
  held.begin(spike);
  held.begin({ ...spike, location: 'NAIROBI' });
  held.begin(runOf('port-closure', { location: 'ACCRA' }));
  expect(() => held.begin({ ...spike, seed: 2 })).toThrow('scenario off demand-spike');
  expect(held.end(FIRST_DAY, 'demand-spike')).toHaveLength(2);
  // What never began leaves nothing behind.
  expect(book().on(FIRST_DAY).announce(demand).quantity).toBe(10);
  expect(held.after(FIRST_DAY)).toMatchObject([{ name: 'port-closure' }]);
});

it('ends by itself', () => {
  const held = book();
  held.begin(spike);
  expect(held.on(addDays(spike.endsOn, -1)).announce(demand).quantity).toBe(30);
  expect(held.on(spike.endsOn).announce(demand).quantity).toBe(10);
  held.begin({ ...spike, startsOn: spike.endsOn, endsOn: addDays(spike.endsOn, 1) });
});
