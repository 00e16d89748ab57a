import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Shipment } from '../shipments/shipment.entity.js';

/** A finding of the tracker; raised once for a fact. */
@Entity({ schema: 'shipments', name: 'exceptions' })
export class ShipmentException {
  @PrimaryColumn('uuid', { name: 'shipment_id' })
  shipmentId!: string;

  @PrimaryColumn('text')
  kind!: 'late' | 'silent' | 'stuck';

  @PrimaryColumn('date', { name: 'promised_on' })
  promisedOn!: string;

  @PrimaryColumn('text')
  fact!: string;

  @ManyToOne(
    () => Shipment,
    (shipment) => shipment.exceptions,
  )
  @JoinColumn({ name: 'shipment_id' })
  shipment!: Relation<Shipment>;

  @Column('date', { name: 'detected_on' })
  detectedOn!: string;

  @Column('text')
  detail!: string;

  @Column('date', { name: 'resolved_on', nullable: true })
  resolvedOn!: string | null;
}
