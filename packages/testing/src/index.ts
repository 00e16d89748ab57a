export { ApiFixture, type EnqueuedJob, openApi } from './api-fixture.js';
export { everyPage } from './every-page.js';
export { PlanLog } from './plan-log.js';
export { type HistoryAnswer, type KeyedPost, RequestHistory } from './request-history.js';
export { runningStack } from './running-stack.js';
export { serviceEnvironment } from './service-environment.js';
export type { StackEnvironment } from './stack-environment.js';
export { type TestDatabase, testDatabase } from './test-database.js';
export { policyFile, testPolicy } from './test-policy.js';
