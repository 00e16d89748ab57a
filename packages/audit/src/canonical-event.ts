import canonicalize from 'canonicalize';
import type { AuditEvent } from './event.js';

/** The one serialization of an event (RFC 8785, JCS), for hashes and proofs. */
export function canonicalEvent(event: AuditEvent): string {
  const text = canonicalize(event);
  if (text === undefined) throw new TypeError('an audit event must be an object');
  return text;
}
