import { Problem } from '@stockade/contracts';
import { discoverKeySetUri, fetchKeySet, type KeySet } from './fetch-key-set.js';

const REFRESH_AFTER_MS = 300_000;
/** At most one fetch in this time for a key id that turned out to be unknown. */
const UNKNOWN_KID_COOL_DOWN_MS = 10_000;
/** At most one attempt in this time while the issuer does not answer. */
const RETRY_AFTER_FAILURE_MS = 2000;

interface IssuerKeysOptions {
  readonly issuer: string;
  readonly jwksUri?: string | undefined;
  readonly graceSeconds: number;
  /** Called with the key ids that hold from now on. */
  readonly onChange: (kids: ReadonlySet<string>) => void;
}

/**
 * The issuer's signing keys, kept locally. They are read again in the background every five minutes of use,
 * and when a token names an unknown key; when the issuer does not answer they stay good for the grace,
 * counted from the last success, and not a moment longer.
 */
export class IssuerKeys {
  readonly #options: IssuerKeysOptions;
  #uri: string | undefined;
  #keys: KeySet | undefined;
  #readAt = 0;
  #failedAt = Number.NEGATIVE_INFINITY;
  #missedAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<KeySet> | undefined;

  constructor(options: IssuerKeysOptions) {
    this.#options = options;
    this.#uri = options.jwksUri;
  }

  /** Whether the keys at hand may be relied on; starts a background read when one is due. */
  usable(): boolean {
    if (this.#keys === undefined) return false;
    const age = Date.now() - this.#readAt;
    // A failure leaves what is at hand in use, within the grace.
    if (age > REFRESH_AFTER_MS && this.#mayTry()) this.#read().catch(() => undefined);
    return age <= this.#options.graceSeconds * 1000;
  }

  holds(kid: string): boolean {
    return this.#keys?.kids.has(kid) ?? false;
  }

  /**
   * The current keys, read again first where that may bring `kid`.
   * Throws `issuer_unavailable` when there are none to rely on.
   */
  async keysFor(kid: string): Promise<KeySet> {
    const keys = this.usable() ? this.#keys : undefined;
    if (keys === undefined) return this.#after(await this.#readOrRefuse(), kid);
    if (keys.kids.has(kid) || !this.#mayLookAgain()) return keys;
    // When the issuer does not answer, a key that nobody knows is refused like any other.
    const fresh = await this.#read().catch(() => undefined);
    return fresh === undefined ? keys : this.#after(fresh, kid);
  }

  /** A read that was in vain for `kid` starts the cool-down; background reads do not. */
  #after(keys: KeySet, kid: string): KeySet {
    if (!keys.kids.has(kid)) this.#missedAt = Date.now();
    return keys;
  }

  #mayLookAgain(): boolean {
    return (
      this.#reading !== undefined ||
      (Date.now() - this.#missedAt > UNKNOWN_KID_COOL_DOWN_MS && this.#mayTry())
    );
  }

  #mayTry(): boolean {
    return Date.now() - this.#failedAt > RETRY_AFTER_FAILURE_MS;
  }

  async #readOrRefuse(): Promise<KeySet> {
    try {
      if (this.#reading === undefined && !this.#mayTry())
        throw new Error('the issuer did not answer just now');
      return await this.#read();
    } catch (cause) {
      throw new Problem('issuer_unavailable', { retryAfter: RETRY_AFTER_FAILURE_MS / 1000, cause });
    }
  }

  /** One read in flight, whoever asks: no herd when the issuer returns. */
  #read(): Promise<KeySet> {
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readOnce(): Promise<KeySet> {
    try {
      this.#uri ??= await discoverKeySetUri(this.#options.issuer);
      const keys = await fetchKeySet(this.#uri);
      this.#keys = keys;
      this.#readAt = Date.now();
      this.#options.onChange(keys.kids);
      return keys;
    } catch (error) {
      this.#failedAt = Date.now();
      throw error;
    }
  }
}
