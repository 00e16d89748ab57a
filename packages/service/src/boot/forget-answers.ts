import type { Authorized } from '@stockade/access';
import type { Database } from '@stockade/database';
import type { Logger } from 'pino';
import type { IdempotentAnswers } from '../request/idempotency.js';

const EVERY_MS = 3_600_000;

/** Has the service itself forget, now and every hour, the answers whose 24 hours are over. */
export function forgetAnswers(
  answers: IdempotentAnswers,
  database: Database,
  self: Authorized,
  log: Logger,
): { close(): Promise<void> } {
  const forget = () =>
    database
      .unitOfWork(self, (unit) => answers.forgetOld(unit))
      .catch((error: unknown) =>
        log.warn({ err: error }, 'old answers could not be forgotten; tried again in an hour'),
      );
  let running = forget();
  const timer = setInterval(() => {
    running = forget();
  }, EVERY_MS);
  timer.unref();
  return {
    close: () => {
      clearInterval(timer);
      return running;
    },
  };
}
