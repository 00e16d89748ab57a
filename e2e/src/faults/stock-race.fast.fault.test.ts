import { expect, it } from 'vitest';
import { forgetRequestCounts } from '../support/admin-database.js';
import { expectOneRecordEach } from '../support/exactly-once.js';
import { insist, keyed } from '../support/keyed-request.js';
import { adjustment, demand, openPlace, stockAt } from '../support/stock.js';

const BUYERS = 200;
const STOCK = 100;

it('fault 9: of 200 buyers at once, a stock of 100 serves exactly 100', async () => {
  await forgetRequestCounts();
  const place = await openPlace();
  await insist(adjustment(place, STOCK));
  const announced = await Promise.all(
    Array.from({ length: BUYERS }, (_, buyer) => insist(demand(place, `${place.sku}-${buyer}`))),
  );
  const issued = await Promise.all(announced.map(({ answer }) => insist(issueOf(idIn(answer.text)))));

  const outcomes = Map.groupBy(issued, ({ answer }) => statusIn(answer.text));
  expect([outcomes.get('issued')?.length, outcomes.get('short')?.length]).toEqual([STOCK, BUYERS - STOCK]);
  // The stock's own movement, and one for each piece.
  expect(await stockAt(place)).toEqual({ onHand: 0, movements: 1 + STOCK, moved: 0 });
  await expectOneRecordEach(announced);
  await expectOneRecordEach(issued);
});

const issueOf = (id: string) =>
  keyed({
    service: 'inventory-api',
    caller: 'demand_feed',
    path: `/v1/demands/${id}/issue`,
    body: { issuedOn: '2011-01-04' },
  });

const idIn = (text: string) => (JSON.parse(text) as { id: string }).id;
const statusIn = (text: string) => (JSON.parse(text) as { status: string }).status;
