import { Problem } from '@stockade/contracts';
import pg from 'pg';

/** SQLSTATE (PostgreSQL appendix A) of what passes by itself: the same request may succeed later. */
const transientStates = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '55P03', // lock_not_available
  '57014', // query_canceled, by statement_timeout
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '53300', // too_many_connections
  '25P03', // idle_in_transaction_session_timeout
]);
const CONNECTION_EXCEPTION = '08';
const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH']);
/** pg and pg-pool tell a lost or missing connection by text alone. */
const connectionMessages =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded)/;

/** SQLSTATE or network code of a driver's error, also where TypeORM has wrapped it. */
export function errorCode(error: unknown): string | undefined {
  const cause = error instanceof Error && 'driverError' in error ? error.driverError : error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}

/** Turns a transient failure into Problem `unavailable`; every other error stays as it is. */
export function asProblem(error: unknown): unknown {
  return isTransient(error) ? new Problem('unavailable', { retryAfter: 1, cause: error }) : error;
}

/** Whether Postgres said itself that it did not do it. Classes 57P and 08 end the session: then nobody knows. */
export function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !/^(08|57P)/.test(error.code ?? '');
}

function isTransient(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== undefined && (transientStates.has(code) || networkCodes.has(code))) return true;
  if (code?.length === 5 && code.startsWith(CONNECTION_EXCEPTION)) return true;
  return error instanceof Error && connectionMessages.test(error.message);
}
