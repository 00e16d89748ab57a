import { inventory } from '@stockade/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyPlace, demand, facts, place, today } from '../test-support/known-places.js';
import { decide } from './decide.js';
import type { PlaceFacts } from './place-facts.js';
import { type TransferOffer, transferOffer } from './transfer-offer.js';

const lane = { from: 'NAIROBI', to: 'ACCRA', transitDays: 6, open: true };
const holding = (available: number, known: Partial<PlaceFacts> = {}): PlaceFacts =>
  facts({ level: { ...facts().level, onHand: available, available }, ...known });
const sent = ({ quantity }: TransferOffer): PlaceFacts['inTransit'] => [
  { id: '0199c0de-0000-7000-8000-000000000002', quantity, dispatchedOn: today, expectedOn: '2012-06-21' },
];

describe('what one place can send another', () => {
  it('is what the other lacks, and leaves the giver what it needs', () => {
    const giver = holding(400, { demands: [demand(30, 120)] });
    const offer = transferOffer(giver, facts({ demands: [demand(50, 101)] }), lane, today);
    expect(offer).toEqual({
      ...{ sku: place.sku, from: 'NAIROBI', to: 'ACCRA', quantity: 80, dispatchedOn: today },
      ...{ keep: 120, onOrder: 0 },
    });
  });

  it('is the whole packs that the giver can spare where that is less; the rest is bought', () => {
    const taker = facts({ demands: [demand(50, 101)] });
    const offer = transferOffer(holding(59), taker, lane, today);
    expect(offer).toMatchObject({ quantity: 50, keep: 0 });
    const { need } = decide({ ...taker, inTransit: offer ? sent(offer) : [] }, today);
    expect(need).toMatchObject({ quantity: 30, reason: { onOrder: 50 } });
    expect(transferOffer(holding(9), taker, lane, today)).toBeUndefined();
  });

  it('is nothing where it would be a crumb', () => {
    const taker = facts({ demands: [demand(50, 110)] });
    expect(transferOffer(holding(20), taker, lane, today)).toMatchObject({ quantity: 20 });
    expect(transferOffer(holding(19), taker, lane, today)).toBeUndefined();
  });

  it('never has the giver buy anything, and fits into the operation that sends it', () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, fc.nat({ max: 40 }), (giver, taker, transitDays) => {
        const offer = transferOffer(giver, taker, { ...lane, transitDays }, today);
        fc.pre(offer !== undefined);
        const left = giver.level.available - offer.quantity;
        expect(left).toBeGreaterThanOrEqual(offer.keep);
        expect(offer.quantity % taker.policy.unitsPerPack).toBe(0);
        expect(
          decide(holding(left, { ...giver, level: { ...giver.level, available: left } }), today).need,
        ).toBeUndefined();
        expect(inventory.dispatchTransfer.body.parse(offer)).toEqual(offer);
      }),
    );
  });

  it('is on order at the other: it is not sent again', () => {
    fc.assert(
      fc.property(anyPlace, (taker) => {
        const offer = transferOffer(holding(1_000_000_000), taker, lane, today);
        fc.pre(offer !== undefined);
        const supplied = { ...taker, inTransit: sent(offer) };
        expect(transferOffer(holding(1_000_000_000), supplied, lane, today)).toBeUndefined();
      }),
    );
  });
});
