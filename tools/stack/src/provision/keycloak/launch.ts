import type { Log } from '../provision-error.js';
import type { Addresses } from './home.js';

export interface LaunchOptions {
  readonly home: string;
  readonly addresses: Addresses;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly log: Log;
  /** Ends what is under way before the server itself is started. */
  readonly signal: AbortSignal | undefined;
}

/** How the server is run, once its home is written. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** Stands in `args` and in no other server's. */
  readonly mark: string;
  /** Lines of configuration that this way of running needs. */
  readonly configuration: readonly string[];
}
