import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'orders', name: 'offers' })
export class Offer {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'supplier_id' })
  supplierId!: string;

  @Column('text')
  sku!: string;

  @Column('int', { name: 'units_per_pack' })
  unitsPerPack!: number;

  @Column('bigint', { name: 'pack_price_minor' })
  packPriceMinor!: number;

  @Column('text')
  currency!: 'USD';

  @Column('int', { name: 'minimum_packs' })
  minimumPacks!: number;

  @Column('int', { name: 'lead_time_days' })
  leadTimeDays!: number;

  @Column('int', { name: 'lead_time_deviation_days' })
  leadTimeDeviationDays!: number;

  @Column('double precision', { name: 'on_time_share' })
  onTimeShare!: number;
}
