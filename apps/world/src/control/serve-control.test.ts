import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readDeliveryLines } from '@stockade/history';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ScenarioBook } from '../scenarios/scenario-book.js';
import { Surroundings } from '../scenarios/surroundings.js';
import { scenarioControl } from './scenario-control.js';
import { serveControl } from './serve-control.js';

const TODAY = '2011-06-30';
const history = new URL('../../../../data/scms-delivery-history.csv', import.meta.url);
const surroundings = new Surroundings(readDeliveryLines(history.pathname));

let directory: string;
let book: ScenarioBook;
let server: { close(): void };
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'stockade-control-'));
  book = new ScenarioBook(join(directory, 'scenarios.json'));
  server = await serveControl(
    socket(),
    scenarioControl(book, surroundings, () => TODAY),
  );
});
afterEach(() => {
  server.close();
  rmSync(directory, { recursive: true });
});
const socket = () => join(directory, 'world.sock');

async function ask(request: unknown): Promise<unknown> {
  const connection = connect(socket());
  connection.write(`${JSON.stringify(request)}\n`);
  return JSON.parse(await text(connection));
}

it("takes requests from nobody but the stack's owner", () => {
  expect(statSync(socket()).mode & 0o777).toBe(0o600);
});

it('begins a scenario on the day after the one under way, draws what is not named, and ends it', async () => {
  const answer = await ask({ command: 'begin', name: 'supplier-outage', days: 10 });
  const [run] = book.after(TODAY);
  expect(answer).toEqual({ ok: true, today: TODAY, on: [run], changed: [run] });
  expect(run).toMatchObject({ startsOn: '2011-07-02', endsOn: '2011-07-12', seed: 1, factor: 0.5 });
  expect(run?.supplier).toBeTruthy();
  expect(await ask({ command: 'list' })).toMatchObject({ on: [run], changed: [] });
  expect(await ask({ command: 'end' })).toMatchObject({ ok: true, on: [], changed: [run] });
});

it('finds a supplier by a part of its name', async () => {
  await ask({ command: 'begin', name: 'over-delivery', supplier: 'cipla' });
  expect(book.after(TODAY)).toMatchObject([{ supplier: 'CIPLA LIMITED' }]);
});

it.each([
  [{ name: 'port-closure', location: 'ATLANTIS' }, true, 'There is no location ATLANTIS. Name one of: ACCRA'],
  [{ name: 'supplier-outage', supplier: 'pharma' }, true, 'There is more than one supplier pharma'],
  [{ name: 'demand-spike', sku: 'moon-dust' }, true, 'There is no sku moon-dust'],
  [{ name: 'port-closure', sku: 'pill' }, true, 'port-closure is about no sku'],
  [{ name: 'port-closure', factor: 2 }, true, 'port-closure has no factor'],
  [{ name: 'over-delivery', factor: 2 }, false, 'lies from 0 to 1'],
  [{ name: 'over-delivery', days: 0 }, false, 'days'],
  [{ name: 'earthquake' }, false, 'name'],
])('refuses %j and begins nothing', async (wish, unknown, words) => {
  const answer = await ask({ command: 'begin', ...wish });
  expect(answer).toMatchObject({ ok: false, unknown, message: expect.stringContaining(words) });
  expect(book.after(TODAY)).toEqual([]);
});

it('answers what is no request, and hangs up on one without an end', async () => {
  expect(await ask('nonsense')).toMatchObject({ ok: false });
  const connection = connect(socket());
  connection.on('error', () => undefined);
  connection.write('x'.repeat(100_000));
  expect(await text(connection).catch(() => '')).toBe('');
});
