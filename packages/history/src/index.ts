export { type DeliveryLine, readDeliveryLines, skuOf } from './delivery-line.js';
export { type Demand, demandsOf } from './demand.js';
export { demandByMonth, type MonthOfDemand } from './demand-by-month.js';
export { drawCourse } from './draw-course.js';
export {
  type Item,
  type MasterData,
  masterDataOn,
  type OpeningLevel,
  type SupplierOffer,
} from './master-data.js';
export { type Course, Courses } from './supply.js';
