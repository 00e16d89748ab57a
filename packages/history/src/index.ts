export { type DeliveryLine, readDeliveryLines, skuOf } from './delivery-line.js';
export { type Demand, demandsOf } from './demand.js';
export { demandByMonth, type MonthOfDemand } from './demand-by-month.js';
export { drawCourse, fractionOf } from './draw-course.js';
export {
  type MasterData,
  masterDataOn,
  type OpeningLevel,
} from './master-data.js';
export { type Item, type OfferTerms, offersOn, offerTerms, type SupplierOffer } from './offers.js';
export type { ItemHistory, PriceBreak } from './purchase-prices.js';
export { HISTORY_NAMESPACE, supplierIdOf } from './supplier-id.js';
export { type Course, Courses } from './supply.js';
