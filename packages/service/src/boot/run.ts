import { setTimeout } from 'node:timers/promises';
import { PolicyError } from '@stockade/access';
import { type Logger, pino } from 'pino';
import { ConfigurationError } from '../configuration.js';

/** sysexits.h EX_CONFIG: starting again without a change is no use. */
const EXIT_CONFIGURATION = 78;
/** Time for whoever asks for the readiness to stop sending requests. */
const DRAIN_MS = 1_000;
const CLOSE_WITHIN_MS = 20_000;

export interface RunningService {
  readonly url: string;
  readonly log: Logger;
  /** Resolves where the service can no longer do its work and has to be started again. */
  readonly broken: Promise<Error>;
  /** Fails the readiness from here on and asks callers to close their connections. */
  drain(): void;
  /** Ends when what is in flight has been answered. */
  close(): Promise<void>;
}

/** The life of a process that serves: ends at SIGTERM or SIGINT when all is answered, says why it cannot start. */
export async function run(name: string, start: () => Promise<RunningService>): Promise<void> {
  try {
    const service = await start();
    service.log.info({ url: service.url }, `${name} listens`);
    process.once('SIGTERM', () => void stop(service, 0));
    process.once('SIGINT', () => void stop(service, 0));
    void service.broken.then((cause) => {
      service.log.fatal({ err: cause }, 'the queue is lost');
      return stop(service, 1);
    });
  } catch (error) {
    const misconfigured = error instanceof ConfigurationError || error instanceof PolicyError;
    pino({ name }).fatal(misconfigured ? {} : { err: error }, messageOf(error));
    process.exit(misconfigured ? EXIT_CONFIGURATION : 1);
  }
}

async function stop(service: RunningService, exitCode: number): Promise<void> {
  service.drain();
  await setTimeout(DRAIN_MS);
  const late = setTimeout(CLOSE_WITHIN_MS, new Error('requests or jobs took too long'), { ref: false });
  const failure = await Promise.race([service.close(), late]).catch((error: unknown) => error);
  if (failure !== undefined) service.log.error({ err: failure }, `${service.url} did not end cleanly`);
  process.exit(failure === undefined ? exitCode : 1);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
