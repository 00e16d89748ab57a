import { Inject, Injectable } from '@nestjs/common';
import type { Client } from '@stockade/clients';
import { type inventory, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { coverageFault, type Line, type OrderOfRequest } from './coverage.js';

export const INVENTORY = Symbol('inventory client');

type Inventory = Pick<Client<typeof inventory>, 'getReplenishmentRequest'>;

/** The transaction of the order waits for the answer, so that it must come soon. */
const ANSWER_WITHIN_MS = 3_000;

/** What inventory-api says of a request, asked with orders-api's own identity. */
@Injectable()
export class ReplenishmentRequests {
  constructor(@Inject(INVENTORY) private readonly inventoryApi: Inventory) {}

  /**
   * @throws Problem `conflict` when a line's request is not open, or is for something else;
   * `unavailable` when inventory-api does not say.
   */
  async assertCovered(
    unit: Pick<UnitOfWork, 'traceparent'>,
    order: OrderOfRequest,
    lines: readonly Line[],
  ): Promise<void> {
    const requests = await Promise.all(lines.map(({ requestId }) => this.#request(unit, requestId)));
    const faults = lines.flatMap((line, index) => coverageFault(requests[index], order, line) ?? []);
    const [fault] = faults;
    if (fault !== undefined) throw new Problem('conflict', { detail: fault });
  }

  #request({ traceparent }: Pick<UnitOfWork, 'traceparent'>, requestId: string) {
    return this.inventoryApi
      .getReplenishmentRequest({
        params: { id: requestId },
        traceparent,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      })
      .catch((error: unknown) => {
        if (error instanceof Problem && error.code === 'not_found') return undefined;
        throw new Problem('unavailable', {
          detail: 'The replenishment request cannot be checked now; try again.',
          retryAfter: 1,
          cause: error,
        });
      });
  }
}
