import type { candidates } from '@stockade/contracts';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { z } from 'zod';
import { Order } from './order.entity.js';

@Entity({ schema: 'orders', name: 'order_lines' })
export class OrderLine {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'order_id' })
  orderId!: string;

  @ManyToOne(
    () => Order,
    (order) => order.lines,
  )
  @JoinColumn({ name: 'order_id' })
  order!: Relation<Order>;

  @Column('uuid', { name: 'request_id' })
  requestId!: string;

  /** No other order may serve the request, until this one has come to nothing. */
  @Column('boolean', { name: 'holds_request' })
  holdsRequest!: boolean;

  @Column('uuid', { name: 'offer_id' })
  offerId!: string;

  @Column('text')
  sku!: string;

  @Column('bigint')
  quantity!: number;

  @Column('int')
  packs!: number;

  @Column('int', { name: 'units_per_pack' })
  unitsPerPack!: number;

  @Column('bigint', { name: 'pack_price_minor' })
  packPriceMinor!: number;

  @Column('date', { name: 'needed_on' })
  neededOn!: string;

  @Column('jsonb')
  candidates!: z.output<typeof candidates>;

  @Column('bigint', { name: 'confirmed_quantity', nullable: true })
  confirmedQuantity!: number | null;

  @Column('bigint', { name: 'confirmed_pack_price_minor', nullable: true })
  confirmedPackPriceMinor!: number | null;

  @Column('bigint', { name: 'received_quantity' })
  receivedQuantity!: number;

  @Column('bigint', { name: 'short_closed_quantity' })
  shortClosedQuantity!: number;

  @Column('text', { name: 'short_closed_by', nullable: true })
  shortClosedBy!: string | null;

  @Column('text', { name: 'short_close_reason', nullable: true })
  shortCloseReason!: string | null;
}
