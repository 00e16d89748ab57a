export { addDays, daysBetween, eachDay } from './business-calendar.js';
export { approval, approvalInput, approvalStatus, governance } from './governance.js';
export {
  demand,
  demandHistory,
  inventory,
  reorderPolicy,
  replenishmentRequest,
} from './inventory.js';
export { actionMessage } from './inventory-action-messages.js';
export { cycleCount } from './inventory-counts.js';
export { hold } from './inventory-holds.js';
export { adjustmentReason, level, movement } from './inventory-levels.js';
export { leadTimes, receipt } from './inventory-receipts.js';
export { reservation } from './inventory-reservations.js';
export { transfer, transferLane } from './inventory-transfers.js';
export { defineJob, type JobPayload, type JobResult, type JobSpec } from './job.js';
export { jobs } from './jobs.js';
export {
  defineOperation,
  type OperationInput,
  type OperationOutput,
  type OperationSpec,
  type ServiceName,
} from './operation.js';
export { candidates, order, orderLine, orderStatus, orderTerms } from './order.js';
export { orders } from './orders.js';
export { offer, packPriceAt, supplier } from './orders-offers.js';
export { type FieldError, Problem, type ProblemCode, problems } from './problem.js';
export { replenishmentReason } from './replenishment-reason.js';
export { shipmentStatus } from './shipment-status.js';
export {
  asnLine,
  shipment,
  shipmentEvent,
  shipmentException,
  shipments,
} from './shipments.js';
export {
  bizTransactionType,
  contextPrefixes,
  epcisContext,
  epcisEventType,
  epcisQueryDocument,
} from './shipments-epcis.js';
export { journey, laneHistory, MOST_JOURNEYS } from './shipments-lanes.js';
export {
  businessDate,
  count,
  currency,
  delta,
  id,
  LARGEST_QUANTITY,
  location,
  minorUnits,
  type Outsider,
  page,
  pageQuery,
  quantity,
  sku,
  text,
  timestamp,
  version,
  writtenOutside,
} from './values.js';
