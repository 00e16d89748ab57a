import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

const number = { to: (value: number) => value, from: Number };

@Entity({ schema: 'inventory', name: 'levels' })
export class Level {
  @PrimaryColumn({ type: 'text' })
  sku!: string;

  @PrimaryColumn({ type: 'text' })
  location!: string;

  @Column({ name: 'on_hand', type: 'bigint', transformer: number })
  onHand!: number;

  @Column({ type: 'bigint', transformer: number })
  reserved!: number;

  @Column({ type: 'bigint', transformer: number })
  hold!: number;

  @Column({ type: 'bigint', insert: false, update: false, transformer: number })
  available!: number;

  @VersionColumn({ type: 'bigint', transformer: number })
  version!: number;
}
