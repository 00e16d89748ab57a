import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'inventory', name: 'reorder_policies' })
export class ReorderPolicy {
  @PrimaryColumn('text')
  sku!: string;

  @PrimaryColumn('text')
  location!: string;

  @Column('double precision', { name: 'service_level' })
  serviceLevel!: number;

  @Column('int', { name: 'lead_time_days' })
  leadTimeDays!: number;

  @Column('int', { name: 'lead_time_deviation_days' })
  leadTimeDeviationDays!: number;

  @Column('int', { name: 'units_per_pack' })
  unitsPerPack!: number;

  @Column('bigint')
  version!: number;
}
