import type { offer } from '@stockade/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { z } from 'zod';

@Entity({ schema: 'orders', name: 'offers' })
export class Offer {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'supplier_id' })
  supplierId!: string;

  @Column('text')
  sku!: string;

  /** It stands from this day on, until its supplier makes another. */
  @Column('date', { name: 'valid_from' })
  validFrom!: string;

  @Column('int', { name: 'units_per_pack' })
  unitsPerPack!: number;

  @Column('bigint', { name: 'pack_price_minor' })
  packPriceMinor!: number;

  @Column('text')
  currency!: 'USD';

  @Column('int', { name: 'minimum_packs' })
  minimumPacks!: number;

  @Column('jsonb', { name: 'price_breaks' })
  priceBreaks!: z.output<typeof offer>['priceBreaks'];

  @Column('int', { name: 'lead_time_days' })
  leadTimeDays!: number;

  @Column('int', { name: 'lead_time_deviation_days' })
  leadTimeDeviationDays!: number;

  @Column('double precision', { name: 'on_time_share' })
  onTimeShare!: number;

  @Column('jsonb', { name: 'item_history', nullable: true })
  itemHistory!: z.output<typeof offer>['itemHistory'];
}
