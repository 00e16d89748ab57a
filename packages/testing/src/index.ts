export { runningStack, type StackEnvironment } from './running-stack.js';
export { type TestDatabase, testDatabase } from './test-database.js';
export { testPolicy } from './test-policy.js';
