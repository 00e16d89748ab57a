import 'reflect-metadata';

export { POLICY } from './boot/app.js';
export { SERVICE_TOKENS, SERVICE_URLS, type ServiceUrls } from './boot/peers.js';
export type { RunningService } from './boot/run.js';
export { Configuration, ConfigurationError, type Environment } from './configuration.js';
export { createService } from './create-service.js';
export type { ServiceDefinition } from './definition.js';
export type { JobConsumer, ResultCollector } from './jobs.js';
export { KeysetPages } from './keyset-pages.js';
export { type Handler, Operation } from './operation.js';
export { pageOf, readCursor } from './paging.js';
export { ChangeTogether } from './request/change-together.js';
export { ALARMING_DENIALS, DENIED_REPEATEDLY } from './request/denials.js';
export { ReadByKey } from './request/read-by-key.js';
export { startService } from './service.js';
