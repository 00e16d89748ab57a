import type { receipt } from '@stockade/contracts';
import type { z } from 'zod';

export type Receipt = z.output<typeof receipt>;

/** The columns of inventory.receipts, aliased to the fields of a `Receipt`. */
export const receiptColumns = `id, asn_line_id AS "asnLineId", request_id AS "requestId", sku, location, quantity,
  received_on AS "receivedOn",
  CASE WHEN lot_number IS NOT NULL
    THEN json_build_object('number', lot_number, 'expiresOn', lot_expires_on) END AS lot`;
