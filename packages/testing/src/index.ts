export { runningStack, type StackEnvironment } from './running-stack.js';
export { type TestDatabase, testDatabase } from './test-database.js';
