import type { Log } from './provision-error.js';

/** What every backing service is brought with. */
export interface ServiceDemand {
  readonly stateDir: string;
  /** Port for a server that is started here. */
  readonly port: number;
  /** Holds the password of its administrator; must exist. */
  readonly adminPasswordFile: string;
  readonly log: Log;
  readonly env: NodeJS.ProcessEnv;
}
