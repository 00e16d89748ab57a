// What stands in front of every HTTP process of the platform and knows no database: who, how often, the record
// of each request, health and figures.

export { admissionOf } from '../boot/admission.js';
export { issuerAnswers } from '../boot/issuer-answers.js';
export { NestLogger } from '../boot/nest-logger.js';
export { answers, platformPool } from '../boot/platform-pool.js';
export { Resources } from '../boot/resources.js';
export { type RunningService, run } from '../boot/run.js';
export { Configuration, ConfigurationError, type Environment } from '../configuration.js';
export { ProblemFilter } from '../http/problem-filter.js';
export { addPublicRoutes } from '../http/public-routes.js';
export { once, Readiness } from '../http/readiness.js';
export { createServer } from '../http/server.js';
export { Metrics } from '../metrics.js';
export type { Admission } from '../request/admission.js';
export type { RequestContext } from '../request/context.js';
export { DayBudget } from '../request/day-budget.js';
export { Denials } from '../request/denials.js';
export { fieldErrors } from '../request/field-errors.js';
export { problemOf } from '../request/problem-of.js';
export { Recorder } from '../request/recorder.js';
export { Refusal } from '../request/refusal.js';
export { WindowBudget } from '../request/window-budget.js';
