import type { Authorized } from '@stockade/access';
import type { EntityManager } from 'typeorm';
import type { Statement } from './statement.js';

/** Work on the login of the principal's role; repositories demand it. */
export interface UnitOfWork {
  readonly principal: Authorized;
  /** W3C Trace Context of the request or job that the work is done for; jobs enqueued in it carry it on. */
  readonly traceparent: string | undefined;
  /** TypeORM on the same connection, for what is not on the hot path. */
  readonly manager: EntityManager;
  /**
   * Runs a prepared statement. int8 arrives as a number, date as `YYYY-MM-DD`. Statements that are not awaited
   * one by one leave together, and run in their order.
   */
  query<R>(statement: Statement, values: readonly unknown[]): Promise<R[]>;
  /** Lets the last statements of a transaction leave together with its COMMIT; where `sent` fails, so does the unit. */
  withCommit(sent: Promise<unknown>): void;
}
