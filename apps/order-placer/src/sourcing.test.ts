import { packPriceAt } from '@stockade/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseOffer, expectedCost, orderQuantity, type SuppliedOffer } from './sourcing.js';

const anOffer = fc.record({
  id: fc.uuid(),
  supplierId: fc.uuid(),
  sku: fc.constant('nevirapine-200mg'),
  validFrom: fc.constant('2011-01-01'),
  supplierStatus: fc.constantFrom('active' as const, 'suspended' as const),
  unitsPerPack: fc.integer({ min: 1, max: 1000 }),
  packPriceMinor: fc.integer({ min: 1, max: 100_000 }),
  currency: fc.constant('USD' as const),
  minimumPacks: fc.integer({ min: 1, max: 500 }),
  leadTimeDays: fc.integer({ min: 0, max: 300 }),
  leadTimeDeviationDays: fc.integer({ min: 0, max: 60 }),
  onTimeShare: fc.double({ min: 0, max: 1, noNaN: true }),
  priceBreaks: fc.constantFrom([], [{ minimumPacks: 100, packPriceMinor: 1 }]),
  itemHistory: fc.constant(null),
}) satisfies fc.Arbitrary<SuppliedOffer>;

const aNeed = fc.record({
  quantity: fc.integer({ min: 1, max: 1_000_000 }),
  requestedOn: fc.constant('2011-01-01'),
  neededOn: fc.constantFrom('2011-02-01', '2011-06-01', '2012-01-01'),
});

describe('sourcing', () => {
  it('orders whole packs, at least the minimum, and less than a pack above the need or the minimum', () => {
    fc.assert(
      fc.property(anOffer, fc.integer({ min: 1, max: 1_000_000 }), (offer, needed) => {
        const quantity = orderQuantity(needed, offer);
        expect(quantity % offer.unitsPerPack).toBe(0);
        expect(quantity).toBeGreaterThanOrEqual(Math.max(needed, offer.minimumPacks * offer.unitsPerPack));
        expect(quantity).toBeLessThan(
          Math.max(needed + offer.unitsPerPack, offer.minimumPacks * offer.unitsPerPack + 1),
        );
      }),
    );
  });

  it('chooses the offer that no other undercuts of those that come into question, whatever their order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anOffer, { minLength: 1, maxLength: 12, selector: ({ id }) => id }),
        aNeed,
        (offers, need) => {
          const choice = chooseOffer(offers, need);
          const active = offers.filter(({ supplierStatus }) => supplierStatus === 'active');
          const met = active.filter((offer) => need.quantity > (offer.minimumPacks - 1) * offer.unitsPerPack);
          const least = Math.min(
            ...(met.length > 0 ? met : active).map((offer) => expectedCost(offer, need)),
          );
          expect(choice && expectedCost(choice.offer, need)).toBe(active.length > 0 ? least : undefined);
          if (choice === undefined) return;
          expect(choice.candidates[0]?.offerId).toBe(choice.offer.id);
          expect(chooseOffer([...offers].reverse(), need)?.offer.id).toBe(choice?.offer.id);
          expect(choice.candidates).toHaveLength(offers.length);
          for (const { offerId, packs, packPriceMinor, eligible } of choice.candidates) {
            const offer = offers.find(({ id }) => id === offerId);
            expect(offer && packPriceAt(offer, packs)).toBe(packPriceMinor);
            expect(eligible).toBe(met.some(({ id }) => id === offerId));
          }
        },
      ),
    );
  });

  it('never prefers an offer that is only later, only dearer or only less reliable', () => {
    fc.assert(
      fc.property(anOffer, aNeed, fc.uuid(), (offer, need, id) => {
        const worse = {
          ...offer,
          id,
          packPriceMinor: offer.packPriceMinor + 1,
          priceBreaks: offer.priceBreaks.map((one) => ({ ...one, packPriceMinor: one.packPriceMinor + 1 })),
          leadTimeDays: offer.leadTimeDays + 10,
          onTimeShare: offer.onTimeShare / 2,
        };
        expect(expectedCost(worse, need)).toBeGreaterThanOrEqual(expectedCost(offer, need));
      }),
    );
  });

  it('has no answer when nobody offers the goods', () => {
    expect(
      chooseOffer([], { quantity: 1, requestedOn: '2011-01-01', neededOn: '2011-02-01' }),
    ).toBeUndefined();
  });
});
