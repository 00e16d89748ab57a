import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Shipment } from './shipment.entity.js';

/** A line of the advance ship notice. */
@Entity({ schema: 'shipments', name: 'asn_lines' })
export class AsnLine {
  @PrimaryColumn('uuid', { name: 'asn_line_id' })
  asnLineId!: string;

  @Column('uuid', { name: 'shipment_id' })
  shipmentId!: string;

  @ManyToOne(
    () => Shipment,
    (shipment) => shipment.lines,
  )
  @JoinColumn({ name: 'shipment_id' })
  shipment!: Relation<Shipment>;

  @Column('uuid', { name: 'order_line_id' })
  orderLineId!: string;

  @Column('uuid', { name: 'request_id' })
  requestId!: string;

  @Column('text')
  sku!: string;

  @Column('bigint')
  quantity!: number;
}
