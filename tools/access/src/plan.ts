import type { LiveRealm } from './live-realm.js';
import type { RealmRepresentation } from './representation.js';

/** A write to the admin REST API that is still to be done. */
export interface Write {
  /** Says it to people; holds no secret. */
  readonly what: string;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  /** Under the realm. */
  readonly path: string;
  readonly body?: unknown;
}

export type SecretOf = (identity: string) => string | undefined;

export interface Situation {
  readonly wanted: RealmRepresentation;
  readonly live: LiveRealm;
  readonly secretOf: SecretOf;
}

/** What of a stage is to be written, seen from what is live. */
export type Plan = (situation: Situation) => Write[];
