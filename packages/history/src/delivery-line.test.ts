import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { location, sku } from '@stockade/contracts';
import { expect, it } from 'vitest';
import { readDeliveryLines } from './delivery-line.js';
import { demandsOf } from './demand.js';
import { realLines } from './test-support/real-lines.js';

const day = /^\d{4}-\d{2}-\d{2}$/;

it('reads every line of the data set, by the day of delivery', () => {
  expect(realLines).toHaveLength(10_324);
  expect(new Set(realLines.map(({ lineId }) => lineId)).size).toBe(10_324);
  const days = realLines.map(({ deliveredOn }) => deliveredOn);
  expect(days).toEqual(days.toSorted());
  for (const line of realLines) {
    for (const known of [line.deliveredOn, line.promisedOn]) expect(known).toMatch(day);
    for (const maybe of [line.quotedOn, line.sentOn]) if (maybe !== undefined) expect(maybe).toMatch(day);
    expect(line.packs).toBeGreaterThan(0);
    expect(line.unitsPerPack).toBeGreaterThan(0);
    expect(line.packPriceUsd).toBeGreaterThanOrEqual(0);
  }
});

it('gives each item a SKU of its own, as the contracts want them', () => {
  const items = new Map(realLines.map((line) => [line.item, line.sku]));
  expect(items.size).toBe(184);
  expect(new Set(items.values()).size).toBe(184);
  for (const each of items.values()) expect(sku.safeParse(each).success, each).toBe(true);
});

it('makes demands of the issues, announced no later than they are needed', () => {
  const demands = demandsOf(realLines);
  expect(demands).toHaveLength(realLines.filter(({ kind }) => kind === 'issue').length);
  expect(new Set(demands.map(({ reference }) => reference)).size).toBe(demands.length);
  for (const demand of demands) {
    expect(demand.announcedOn <= demand.neededOn).toBe(true);
    expect(Number.isInteger(demand.quantity) && demand.quantity > 0).toBe(true);
    expect(location.safeParse(demand.location).success, demand.location).toBe(true);
  }
});

it('refuses a file that is not the data set', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stockade-history-'));
  try {
    const file = join(folder, 'other.csv');
    writeFileSync(file, 'line_id,country\n1,Ghana\n');
    expect(() => readDeliveryLines(file)).toThrow('has no column');
    expect(() => readDeliveryLines(join(folder, 'missing.csv'))).toThrow('ENOENT');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
