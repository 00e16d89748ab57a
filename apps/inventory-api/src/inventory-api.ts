import type { ServiceDefinition } from '@stockade/service';
import { AssignActionMessage } from './action-messages/assign-action-message.js';
import { DismissActionMessage } from './action-messages/dismiss-action-message.js';
import { ListActionMessages } from './action-messages/list-action-messages.js';
import { ReportActionMessages } from './action-messages/report-action-messages.js';
import { RecordAdjustment } from './adjustments/record-adjustment.js';
import { CloseBusinessDay } from './business-days/close-business-day.js';
import { GetLatestBusinessDay } from './business-days/get-latest-business-day.js';
import { ListCycleCounts } from './counts/list-cycle-counts.js';
import { RecordCorrection } from './counts/record-correction.js';
import { RecordCycleCount } from './counts/record-cycle-count.js';
import { AnnounceDemand } from './demands/announce-demand.js';
import { IssueDemand } from './demands/issue-demand.js';
import { ListDemandHistory } from './demands/list-demand-history.js';
import { ListDemands } from './demands/list-demands.js';
import { ListHolds } from './holds/list-holds.js';
import { PlaceHold } from './holds/place-hold.js';
import { ReleaseHold } from './holds/release-hold.js';
import { GetLevel } from './levels/get-level.js';
import { ListLevels } from './levels/list-levels.js';
import { ListMovements } from './movements/list-movements.js';
import { ListLeadTimes } from './receipts/list-lead-times.js';
import { ListReceipts } from './receipts/list-receipts.js';
import { RecordReceipt } from './receipts/record-receipt.js';
import { GetReorderPolicy } from './reorder-policies/get-reorder-policy.js';
import { ListReorderPolicies } from './reorder-policies/list-reorder-policies.js';
import { PutReorderPolicy } from './reorder-policies/put-reorder-policy.js';
import { ReorderPolicy } from './reorder-policies/reorder-policy.entity.js';
import { GetReplenishmentRequest } from './replenishment/get-replenishment-request.js';
import { ListReplenishmentRequests } from './replenishment/list-replenishment-requests.js';
import { ReplenishmentRequest } from './replenishment/replenishment-request.entity.js';
import { RequestReplenishment } from './replenishment/request-replenishment.js';
import { TakeUpOrder } from './replenishment/take-up-order.js';
import { ConsumeReservation } from './reservations/consume-reservation.js';
import { ExpireReservation } from './reservations/expire-reservation.js';
import { GetReservation } from './reservations/get-reservation.js';
import { ListReservations } from './reservations/list-reservations.js';
import { ReleaseReservation } from './reservations/release-reservation.js';
import { ReserveStock } from './reservations/reserve-stock.js';
import { DispatchTransfer } from './transfers/dispatch-transfer.js';
import { GetTransfer } from './transfers/get-transfer.js';
import { ListTransferLanes } from './transfers/list-transfer-lanes.js';
import { ListTransfers } from './transfers/list-transfers.js';
import { PutTransferLane } from './transfers/put-transfer-lane.js';
import { ReceiveTransfer } from './transfers/receive-transfer.js';

/** Owns stock: what is there, what customers need of it, and what is bought for them. */
export const inventoryApi: ServiceDefinition = {
  name: 'inventory-api',
  openapi: new URL('../openapi.json', import.meta.url),
  entities: [ReorderPolicy, ReplenishmentRequest],
  operations: [
    ListLevels,
    GetLevel,
    ListMovements,
    RecordAdjustment,
    RecordCycleCount,
    ListCycleCounts,
    RecordCorrection,
    ListDemands,
    ListDemandHistory,
    AnnounceDemand,
    IssueDemand,
    RecordReceipt,
    ListReceipts,
    ListTransferLanes,
    PutTransferLane,
    ListTransfers,
    GetTransfer,
    DispatchTransfer,
    ReceiveTransfer,
    ListLeadTimes,
    ListReplenishmentRequests,
    GetReplenishmentRequest,
    RequestReplenishment,
    GetReorderPolicy,
    ListReorderPolicies,
    PutReorderPolicy,
    GetLatestBusinessDay,
    CloseBusinessDay,
    ReserveStock,
    GetReservation,
    ListReservations,
    ConsumeReservation,
    ReleaseReservation,
    PlaceHold,
    ListHolds,
    ReleaseHold,
    ReportActionMessages,
    ListActionMessages,
    AssignActionMessage,
    DismissActionMessage,
  ],
  consumers: [new TakeUpOrder(), new ExpireReservation()],
};
