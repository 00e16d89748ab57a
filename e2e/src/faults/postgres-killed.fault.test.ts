import { expect, it } from 'vitest';
import { expectExactlyOnce } from '../support/exactly-once.js';
import { Load } from '../support/load.js';
import { kill, pidOf, startedAgain } from '../support/processes.js';
import { adjustment, openPlace } from '../support/stock.js';

const CALLERS = 32;

it('fault 8 R20: while Postgres is dead callers are told to come again, and what was acknowledged is there', async () => {
  const place = await openPlace();
  const load = new Load(CALLERS, () => adjustment(place));
  await load.answered(CALLERS);
  const before = await pidOf('postgres');
  kill(before);
  await startedAgain('postgres', before);
  await load.answered(CALLERS);
  const all = await load.finish();

  const answers = all.flatMap(({ attempts }) => attempts.flatMap(({ answer }) => answer ?? []));
  const refused = answers.filter(({ status }) => status === 503);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.filter(({ headers }) => !(Number(headers.get('retry-after')) > 0))).toEqual([]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 503]));
  await expectExactlyOnce(all, place);
});
