import { addDays } from '@stockade/contracts';
import { supplierIdOf } from '@stockade/history';
import fc from 'fast-check';
import type { Consignment } from '../../consignment.js';
import { journeyOf } from '../../journey.js';
import type { ScenarioName, ScenarioRun } from '../scenario-run.js';

export const FIRST_DAY = '2011-03-01';
export const suppliers = ['Maker', 'Other'] as const;
export const locations = ['ACCRA', 'NAIROBI'] as const;

/** A run of a scenario that lasts `days` from the first day on. */
export const runOf = (name: ScenarioName, about: Partial<ScenarioRun> = {}, days = 20): ScenarioRun => ({
  name,
  seed: 1,
  startsOn: FIRST_DAY,
  endsOn: addDays(FIRST_DAY, days),
  ...about,
});

/** Goods that were ordered some time around the first day and are as far as they may be by then. */
export const arbitraryGoods: fc.Arbitrary<Consignment> = fc
  .record({
    orderId: fc.uuid(),
    supplier: fc.constantFrom(...suppliers),
    destination: fc.constantFrom(...locations),
    answered: fc.integer({ min: -100, max: 20 }),
    promisedAfter: fc.integer({ min: 1, max: 120 }),
    deliveredAfter: fc.integer({ min: 1, max: 120 }),
    quantities: fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 3 }),
  })
  .map(({ orderId, supplier, destination, answered, quantities, ...course }) => {
    const journey = journeyOf(addDays(FIRST_DAY, answered), { ...course, mode: 'Air', origin: 'Goa' });
    return {
      orderId,
      supplierId: supplierIdOf(supplier),
      origin: 'Goa',
      mode: 'Air',
      destination,
      ...journey,
      steps: [...journey.steps],
      lines: quantities.map((quantity, index) => ({
        orderLineId: `${orderId}-${index}`,
        requestId: `${orderId}-${index}`,
        sku: `item-${index}`,
        quantity,
      })),
      shipmentId: null,
      reported: journey.steps.filter(({ on }) => on < FIRST_DAY).length,
    };
  });
