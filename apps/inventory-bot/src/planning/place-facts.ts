import type {
  demand,
  demandHistory,
  leadTimes,
  level,
  reorderPolicy,
  replenishmentRequest,
  transfer,
} from '@stockade/contracts';
import type { z } from 'zod';

/** All that is known of one SKU at one location; quantities in base units. */
export interface PlaceFacts {
  readonly level: z.output<typeof level>;
  readonly policy: z.output<typeof reorderPolicy>;
  readonly history: z.output<typeof demandHistory>;
  /** Undefined until goods have come for a request. */
  readonly leadTimes: z.output<typeof leadTimes> | undefined;
  /** Announced and not issued yet. */
  readonly demands: readonly Pick<z.output<typeof demand>, 'quantity' | 'announcedOn' | 'neededOn'>[];
  /** Requests that are open or ordered. */
  readonly outstanding: readonly Pick<
    z.output<typeof replenishmentRequest>,
    'id' | 'quantity' | 'orderedQuantity' | 'receivedQuantity' | 'requestedOn' | 'expectedOn'
  >[];
  /** On their way here from other locations. */
  readonly inTransit: readonly Pick<
    z.output<typeof transfer>,
    'id' | 'quantity' | 'dispatchedOn' | 'expectedOn'
  >[];
  /** Facts of the action messages that are open. */
  readonly openFacts: readonly string[];
}
