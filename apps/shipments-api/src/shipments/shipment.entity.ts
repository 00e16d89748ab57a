import { Column, Entity, OneToMany, PrimaryColumn, type Relation } from 'typeorm';
import { AsnLine } from './asn-line.entity.js';
import type { ShipmentStatus } from './shipment-states.js';

@Entity({ schema: 'shipments', name: 'shipments' })
export class Shipment {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'order_id' })
  orderId!: string;

  @Column('uuid', { name: 'supplier_id' })
  supplierId!: string;

  @Column('text')
  carrier!: string;

  @Column('text', { name: 'tracking_number' })
  trackingNumber!: string;

  @Column('text')
  origin!: string;

  @Column('text')
  destination!: string;

  @Column('text')
  status!: ShipmentStatus;

  @Column('date', { name: 'shipped_on' })
  shippedOn!: string;

  @Column('date', { name: 'promised_on' })
  promisedOn!: string;

  @Column('date', { name: 'eta_on' })
  etaOn!: string;

  @Column('date', { name: 'eta_earliest_on', nullable: true })
  etaEarliestOn!: string | null;

  @Column('date', { name: 'eta_latest_on', nullable: true })
  etaLatestOn!: string | null;

  @Column('date', { name: 'delivered_on', nullable: true })
  deliveredOn!: string | null;

  @Column('int')
  version!: number;

  @OneToMany(
    () => AsnLine,
    (line) => line.shipment,
  )
  lines!: Relation<AsnLine>[];
}
