/** The verified caller of a request. */
export interface Principal {
  /** `azp`/`client_id` of a service account, `preferred_username` of a person. */
  readonly agent: string;
  /**
   * The OAuth client (`azp`) that obtained the token by exchange (RFC 8693) to act for `agent`; null where the
   * agent obtained it itself.
   */
  readonly through: string | null;
  readonly subject: string;
  readonly roles: readonly string[];
  readonly scopes: ReadonlySet<string>;
  /** `jti` of the token. */
  readonly tokenId: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/** A principal, and the one of its roles that grants the operation at hand. */
export interface Authorized extends Principal {
  readonly role: string;
}
