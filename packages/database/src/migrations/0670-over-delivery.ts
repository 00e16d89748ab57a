import { ForwardMigration } from './forward-migration.js';

/** Goods that came beyond the tolerance are on hand, and on hold until a person has decided on them. */
export class OverDelivery extends ForwardMigration {
  readonly name = 'over-delivery-0000000000670';
  protected readonly sql = `
    ALTER TABLE inventory.holds DROP CONSTRAINT holds_reason_check;
    ALTER TABLE inventory.holds ADD CONSTRAINT holds_reason_check
      CHECK (reason IN ('quality', 'dispute', 'recall', 'over_delivery'));
  `;
}
