import type { orderTerms } from '@stockade/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { z } from 'zod';

export type OrderTerms = z.output<typeof orderTerms>;

/** A revision of an order: what it changed, and whether it was withdrawn before it came to hold. */
@Entity({ schema: 'orders', name: 'amendments' })
export class Amendment {
  @PrimaryColumn('uuid', { name: 'order_id' })
  orderId!: string;

  @PrimaryColumn('int')
  revision!: number;

  @Column('jsonb')
  before!: OrderTerms;

  @Column('jsonb')
  after!: OrderTerms;

  @Column('text')
  reason!: string;

  @Column('text', { name: 'amended_by' })
  amendedBy!: string;

  @Column({ type: 'timestamptz', name: 'amended_at', insert: false })
  amendedAt!: Date;

  @Column('text', { name: 'withdrawn_by', nullable: true })
  withdrawnBy!: string | null;

  @Column('text', { name: 'withdrawn_reason', nullable: true })
  withdrawnReason!: string | null;
}
