export type { ActionKind, ActionMessage, OrderOnBook } from './action-messages.js';
export {
  type Arrival,
  DEPARTING,
  estimateArrival,
  type LaneHistory,
  type Standing,
  silenceLimit,
  stepLimit,
} from './arrival.js';
export type { DaysDistribution } from './days-distribution.js';
export { isLate } from './delay-rule.js';
export { type DemandClass, type DemandProfile, profileOf } from './demand-class.js';
export { type DemandForecast, type DemandHistory, forecastDemand } from './demand-forecast.js';
export { smoothedLevel } from './exponential-smoothing.js';
export { crostonSba, type IntermittentStart, teunterSyntetosBabai } from './intermittent-demand.js';
export {
  type Horizon,
  horizonOf,
  type LeadTime,
  type ObservedLeadTimes,
  observedLeadTime,
} from './lead-time.js';
export { availableToPromise, type Dated, type Netting, type NettingInput, net } from './netting.js';
export { normalQuantile } from './normal-quantile.js';
export { economicOrderQuantity, type Packing, roundedQuantity } from './order-quantity.js';
export { reviewOrders } from './order-review.js';
export { type OpenOrder, type PlaceFacts, type Plan, planPlace } from './plan.js';
export { type DailyDemand, reorderPoint, safetyStock } from './safety-stock.js';
export { shortageFrom, surplusOf } from './transfers.js';
