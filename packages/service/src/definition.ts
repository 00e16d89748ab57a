import type { Provider, Type } from '@nestjs/common';
import type { ServiceName } from '@stockade/contracts';
import type { DatabaseOptions } from '@stockade/database';
import type { JobConsumer, ResultCollector } from './jobs.js';
import type { HandlerClass } from './operation.js';

/** One API: the operations of its contract, each with its handler, and the jobs that it takes up itself. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  /** Its OpenAPI document, as `pnpm run access generate` wrote it. */
  readonly openapi: URL;
  /** A class with `@Operation` for each operation of the service. */
  readonly operations: readonly HandlerClass[];
  /** TypeORM entities. */
  readonly entities?: DatabaseOptions['entities'];
  /** What the handlers inject, beside `Configuration`, `POLICY`, `SERVICE_TOKENS` and `SERVICE_URLS`. */
  readonly providers?: readonly Provider[];
  /** A class is made with what it injects, as a handler is. */
  readonly consumers?: readonly (JobConsumer | Type<JobConsumer>)[];
  readonly collectors?: readonly ResultCollector[];
}
