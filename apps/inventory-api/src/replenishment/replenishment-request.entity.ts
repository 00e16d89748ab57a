import type { replenishmentReason } from '@stockade/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { z } from 'zod';
import type { RequestStatus } from './request-states.js';

@Entity({ schema: 'inventory', name: 'replenishment_requests' })
export class ReplenishmentRequest {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  sku!: string;

  @Column('text')
  location!: string;

  /** Base units, as all quantities. */
  @Column('bigint')
  quantity!: number;

  @Column('date', { name: 'requested_on' })
  requestedOn!: string;

  @Column('date', { name: 'needed_on' })
  neededOn!: string;

  @Column('text')
  status!: RequestStatus;

  @Column('uuid', { name: 'order_id', nullable: true })
  orderId!: string | null;

  @Column('bigint', { name: 'order_version', nullable: true })
  orderVersion!: number | null;

  @Column('bigint', { name: 'ordered_quantity', nullable: true })
  orderedQuantity!: number | null;

  @Column('date', { name: 'expected_on', nullable: true })
  expectedOn!: string | null;

  @Column('bigint', { name: 'received_quantity' })
  receivedQuantity!: number;

  @Column('jsonb')
  reason!: z.output<typeof replenishmentReason>;

  @Column('uuid', { nullable: true })
  replaces!: string | null;

  @Column('uuid', { name: 'declined_by', array: true })
  declinedBy!: string[];

  @Column('bigint')
  version!: number;
}
