import { Platform } from './0001-platform.js';
import { Inventory } from './0100-inventory.js';
import { Orders } from './0200-orders.js';
import { Shipments } from './0300-shipments.js';
import { OutboxUntilDone } from './0400-outbox-until-done.js';
import { AuditThrough } from './0500-audit-through.js';
import { Governance } from './0510-governance.js';
import { ApprovalIntention } from './0511-approval-intention.js';
import { AuditDenials } from './0540-audit-denials.js';
import { LeadTimes } from './0600-lead-times.js';
import { Reservations } from './0610-reservations.js';
import { TransfersAndCounts } from './0620-transfers-and-counts.js';
import { Sourcing } from './0630-sourcing.js';
import { OrderLife } from './0640-order-life.js';
import { Epcis } from './0650-epcis.js';
import { LaneHistories } from './0660-lane-histories.js';
import { OverDelivery } from './0670-over-delivery.js';

/** Every migration. To add one: a file `<number>-<what>.ts` with one class beside this, and a line here. */
export const migrations = [
  Platform,
  Inventory,
  Orders,
  Shipments,
  OutboxUntilDone,
  AuditThrough,
  Governance,
  ApprovalIntention,
  AuditDenials,
  LeadTimes,
  Reservations,
  TransfersAndCounts,
  Sourcing,
  OrderLife,
  Epcis,
  LaneHistories,
  OverDelivery,
];
