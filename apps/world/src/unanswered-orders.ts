import type { JobPayload } from '@stockade/contracts';
import { jobs } from '@stockade/contracts';
import { z } from 'zod';
import { KeptEntries } from './kept-entries.js';

export interface UnansweredOrder {
  readonly fact: JobPayload<typeof jobs.orderApproved>;
  /** W3C Trace Context of the order. */
  readonly traceparent?: string | undefined;
}

const unansweredOrder: z.ZodType<UnansweredOrder> = z.strictObject({
  fact: jobs.orderApproved.payload,
  traceparent: z.string().optional(),
});

/** Orders that reached a supplier who says nothing, in a file of their own; they are answered when that is over. */
export class UnansweredOrders extends KeptEntries<UnansweredOrder> {
  constructor(file: string) {
    super(file, unansweredOrder, ({ fact }) => fact.orderId);
  }
}
