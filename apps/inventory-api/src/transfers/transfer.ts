import { Problem, type transfer } from '@stockade/contracts';
import type { z } from 'zod';

export type Transfer = z.output<typeof transfer>;

/** The columns of inventory.transfers, aliased to the fields of a `Transfer`. */
export const transferColumns = `id, sku, from_location AS "from", to_location AS "to", quantity, status,
  dispatched_on AS "dispatchedOn", expected_on AS "expectedOn", received_on AS "receivedOn"`;

export const noTransfer = (id: string) => new Problem('not_found', { detail: `There is no transfer ${id}.` });
