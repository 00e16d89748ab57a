import type { Logger } from 'pino';
import type { Metrics } from '../metrics.js';

/** Denials of one identity in a minute of the clock from which on somebody should look at it. */
export const ALARMING_DENIALS = 20;
export const DENIED_REPEATEDLY = 'agent_denied_repeatedly';

const MINUTE_MS = 60_000;

/**
 * Raises an alert where one identity is denied again and again, as one is that is tried out by whoever took it
 * over: once a minute, in the log and in the figures. What this process sees; governance-api lists what all saw.
 */
export class Denials {
  #minute = 0;
  readonly #counts = new Map<string, number>();

  constructor(
    private readonly log: Pick<Logger, 'warn'>,
    private readonly metrics: Pick<Metrics, 'alert'>,
  ) {}

  /** @param agent name of an identity of access.yaml, or `anonymous` */
  count(agent: string, now = Date.now()): void {
    const minute = Math.floor(now / MINUTE_MS);
    if (minute !== this.#minute) this.#counts.clear();
    this.#minute = minute;
    const count = (this.#counts.get(agent) ?? 0) + 1;
    this.#counts.set(agent, count);
    if (count !== ALARMING_DENIALS) return;
    this.metrics.alert(DENIED_REPEATEDLY, agent);
    this.log.warn({ alert: DENIED_REPEATEDLY, agent, denials: count }, 'denied again and again: look at it');
  }
}
