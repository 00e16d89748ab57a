import 'reflect-metadata';

export type { JobConsumer, ResultCollector } from './jobs.js';
export { type Handler, Operation } from './operation.js';
