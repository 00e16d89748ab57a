import type { order } from '@stockade/contracts';
import { Column, Entity, OneToMany, PrimaryColumn, type Relation } from 'typeorm';
import type { z } from 'zod';
import { OrderLine } from './order-line.entity.js';

@Entity({ schema: 'orders', name: 'orders' })
export class Order {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'supplier_id' })
  supplierId!: string;

  @Column('text')
  location!: string;

  @Column('text')
  currency!: 'USD';

  @Column('text')
  status!: z.output<typeof order>['status'];

  @Column('bigint', { name: 'total_minor' })
  totalMinor!: number;

  @Column('date', { name: 'ordered_on' })
  orderedOn!: string;

  @Column('date', { name: 'needed_on' })
  neededOn!: string;

  /** By the offer's lead time; the supplier's promise takes its place. */
  @Column('date', { name: 'expected_on' })
  expectedOn!: string;

  @Column('date', { name: 'sent_on', nullable: true })
  sentOn!: string | null;

  @Column('date', { name: 'promised_on', nullable: true })
  promisedOn!: string | null;

  @Column('text', { name: 'created_by' })
  createdBy!: string;

  /** The role under which it was created, whose limits are those of the order. */
  @Column('text', { name: 'created_as' })
  createdAs!: string;

  @Column('jsonb', { name: 'approval_reasons' })
  approvalReasons!: string[];

  /** Of an order as it stands: 1, or that of the amendment which holds. `version` counts every change. */
  @Column('int')
  revision!: number;

  @Column('text', { name: 'amended_by', nullable: true })
  amendedBy!: string | null;

  @Column('text', { name: 'held_by', nullable: true })
  heldBy!: string | null;

  @Column('text', { name: 'hold_reason', nullable: true })
  holdReason!: string | null;

  @Column('text', { name: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Column('text', { name: 'decision_reason', nullable: true })
  decisionReason!: string | null;

  @Column('int')
  version!: number;

  @OneToMany(
    () => OrderLine,
    (line) => line.order,
  )
  lines!: Relation<OrderLine>[];
}
