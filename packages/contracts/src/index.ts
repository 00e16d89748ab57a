export { addDays, daysBetween, eachDay } from './business-calendar.js';
export { approval, approvalInput, approvalStatus, governance } from './governance.js';
export { actionMessage } from './inventory/action-messages.js';
export { cycleCount } from './inventory/counts.js';
export { hold } from './inventory/holds.js';
export {
  demand,
  demandHistory,
  inventory,
  reorderPolicy,
  replenishmentRequest,
} from './inventory/inventory.js';
export { adjustmentReason, level, movement } from './inventory/levels.js';
export { leadTimes, receipt } from './inventory/receipts.js';
export { replenishmentReason } from './inventory/replenishment-reason.js';
export { reservation } from './inventory/reservations.js';
export { transfer, transferLane } from './inventory/transfers.js';
export { defineJob, type JobPayload, type JobResult, type JobSpec } from './job.js';
export { jobs } from './jobs.js';
export {
  defineOperation,
  type OperationInput,
  type OperationOutput,
  type OperationSpec,
  type ServiceName,
} from './operation.js';
export { offer, packPriceAt, supplier } from './orders/offers.js';
export { candidates, order, orderLine, orderStatus, orderTerms } from './orders/order.js';
export { orders } from './orders/orders.js';
export { type FieldError, Problem, type ProblemCode, problems } from './problem.js';
export {
  bizTransactionType,
  contextPrefixes,
  epcisContext,
  epcisEventType,
  epcisQueryDocument,
} from './shipments/epcis.js';
export { journey, laneHistory, MOST_JOURNEYS } from './shipments/lanes.js';
export { shipmentStatus } from './shipments/shipment-status.js';
export {
  asnLine,
  shipment,
  shipmentEvent,
  shipmentException,
  shipments,
} from './shipments/shipments.js';
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
