import { afterAll, expect, it } from 'vitest';
import { asAdmin } from '../support/admin-database.js';
import { expectExactlyOnce } from '../support/exactly-once.js';
import { attempt, insist } from '../support/keyed-request.js';
import { adjustment, openPlace, stockAt } from '../support/stock.js';

const writers = 'inventory_manager, audit_writer';
const unblock = () => asAdmin(`GRANT INSERT ON audit.events TO ${writers}`);

afterAll(unblock);

it('fault 15 R20: what cannot be recorded is refused and changes nothing, and is done once it can be', async () => {
  const place = await openPlace();
  const request = adjustment(place);
  await asAdmin(`REVOKE INSERT ON audit.events FROM ${writers}`);
  const { answer, ...sent } = await attempt(request);
  expect([answer?.status, answer?.code]).toEqual([503, 'audit_unavailable']);
  expect(Number(answer?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await stockAt(place)).toEqual({ onHand: 0, movements: 0, moved: 0 });

  await unblock();
  const again = await insist(request);
  expect(again.answer.headers.get('idempotent-replayed')).toBeNull();
  await expectExactlyOnce([{ ...again, attempts: [{ answer, ...sent }, ...again.attempts] }], place);
});
