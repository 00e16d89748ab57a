import { createHash } from 'node:crypto';
import { safeDetail } from './safe-detail.js';
import { safeText } from './safe-text.js';
import { uuidV7 } from './uuid-v7.js';

/** One request, or one job of a service, and what came of it. Holds no token, only the hash of its `jti`. */
export interface AuditEvent {
  readonly version: 1;
  /** UUID version 7. */
  readonly id: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string;
  readonly service: string;
  /** `anonymous` where no token was verified. */
  readonly agent: string;
  /** The OAuth client that acted for the agent, with an exchanged token; null where the agent came itself. */
  readonly through: string | null;
  readonly role: string | null;
  /** Operation id or job name; `unknown_route` where the address matches none. */
  readonly action: string;
  /** Path without its query; of what was created, with its id. */
  readonly resource: string;
  readonly result: 'allowed' | 'denied' | 'failed' | 'rate_limited';
  /** Code of the problem that was answered. */
  readonly reason: string | null;
  /** HTTP status. */
  readonly status: number;
  readonly requestId: string;
  readonly traceId: string;
  /** SHA-256 of the token's `jti`, hex. */
  readonly tokenIdHash: string | null;
  readonly detail: object | null;
}

/** Makes the event of now. Every text is cut and made safe for the columns of `audit.events`. */
export function auditEvent(fields: Omit<AuditEvent, 'version' | 'id' | 'at'>): AuditEvent {
  const now = new Date();
  return Object.freeze({
    version: 1,
    id: uuidV7(now.getTime()),
    at: now.toISOString(),
    service: safeText(fields.service, 64),
    agent: safeText(fields.agent, 128),
    through: fields.through === null ? null : safeText(fields.through, 128),
    role: fields.role === null ? null : safeText(fields.role, 64),
    action: safeText(fields.action, 128),
    resource: safeText(fields.resource, 1024),
    result: fields.result,
    reason: fields.reason === null ? null : safeText(fields.reason, 64),
    status: fields.status,
    requestId: safeText(fields.requestId, 128),
    traceId: safeText(fields.traceId, 64),
    tokenIdHash: fields.tokenIdHash,
    detail: safeDetail(fields.detail),
  });
}

/** SHA-256 of a token's `jti`, hex: enough to find a token's trail, useless to make one. */
export function hashTokenId(jti: string): string {
  return createHash('sha256').update(jti).digest('hex');
}
