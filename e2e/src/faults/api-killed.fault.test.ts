import { expect, it } from 'vitest';
import { expectExactlyOnce } from '../support/exactly-once.js';
import { Load } from '../support/load.js';
import { kill, pidOf, startedAgain } from '../support/processes.js';
import { adjustment, openPlace } from '../support/stock.js';

const KILLS = 3;
const CALLERS = 32;

it('fault 4 R20: an API killed again and again under load loses nothing and does nothing twice', async () => {
  const place = await openPlace();
  const load = new Load(CALLERS, () => adjustment(place));
  for (let kills = 0; kills < KILLS; kills += 1) {
    const before = await pidOf('inventory-api');
    await load.answered(CALLERS);
    kill(before);
    await startedAgain('inventory-api', before);
  }
  await load.answered(CALLERS);
  const all = await load.finish();
  const unanswered = all.flatMap(({ attempts }) => attempts).filter(({ answer }) => answer === undefined);
  expect(unanswered.length).toBeGreaterThan(0);
  await expectExactlyOnce(all, place);
});
