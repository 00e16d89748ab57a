import { z } from 'zod';
import { defineOperation } from './operation.js';
import { id, page, pageQuery, text, timestamp, version } from './values.js';

const service = 'governance-api';
const byId = z.strictObject({ id });

/** What was asked for is shown to a person: it has to fit a page. */
const LARGEST_INPUT = 8_192;

/** What an operation would be called with, as its contract reads it. */
export const approvalInput = z
  .strictObject({
    params: z.record(z.string(), z.unknown()).default({}),
    body: z.record(z.string(), z.unknown()).default({}),
    /** Version named by `If-Match`, where the operation asks for one. */
    version: version.nullable().default(null),
  })
  .refine((input) => JSON.stringify(input).length <= LARGEST_INPUT, {
    error: `must be at most ${LARGEST_INPUT} characters of JSON, so that a person can read it`,
  });

export const approvalStatus = z.enum(['pending', 'approved', 'rejected', 'expired', 'consumed']);

/** An agent's request to do one thing, once, and what a person said to it. */
export const approval = z.strictObject({
  id,
  agent: z.string(),
  /** Client that asked for the agent, with a token exchanged for the agent's own. */
  through: z.string().nullable(),
  operation: z.string(),
  input: approvalInput,
  /** SHA-256 (hex) of the operation and its canonical input (RFC 8785): what the decision is bound to. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** Why a person is needed, in the words of the access policy. */
  reason: z.string(),
  status: approvalStatus,
  /** How often the agent has come back for the decision. */
  presentations: z.int().min(0),
  requestedAt: timestamp,
  expiresAt: timestamp,
  decidedBy: z.string().nullable(),
  decidedAt: timestamp.nullable(),
  note: z.string().nullable(),
  version,
});

/** One identity that was denied again and again in one minute. */
export const alert = z.strictObject({
  kind: z.literal('agent_denied_repeatedly'),
  agent: z.string(),
  /** When the minute began. */
  minute: timestamp,
  denials: z.int().min(1),
  /** Where it was denied, and why, as the audit has it. */
  services: z.array(z.string()),
  reasons: z.array(z.string()),
});

/**
 * Calls between an agent, its gateway and a person. None is a tool: an agent's gateway asks for it, and only
 * people decide.
 */
export const governance = {
  requestApproval: defineOperation({
    id: 'governance.request_approval',
    service,
    method: 'POST',
    path: '/v1/approvals',
    scope: 'approvals:request',
    summary:
      'Asks a person to let the caller do one thing once; asked again within its time, it is the same request.',
    body: z.strictObject({
      operation: text(100),
      input: approvalInput,
      /** Names what the caller means to do, where it means to do an equal thing again. */
      intention: text(128).nullable().default(null),
    }),
    output: approval,
    status: 201,
    etag: true,
  }),
  presentApproval: defineOperation({
    id: 'governance.present_approval',
    service,
    method: 'POST',
    path: '/v1/approvals/{id}/presentations',
    scope: 'approvals:request',
    summary: 'Comes back for the decision; each presentation has the next number, and none counts twice.',
    params: byId,
    body: z.strictObject({ digest: approval.shape.digest, presentation: z.int().min(1).max(1_000) }),
    output: approval,
    etag: true,
  }),
  listApprovals: defineOperation({
    id: 'governance.list_approvals',
    service,
    method: 'GET',
    path: '/v1/approvals',
    scope: 'approvals:read',
    summary: 'Lists what agents asked people for, the newest first.',
    query: z.strictObject(pageQuery),
    output: page(approval),
  }),
  getApproval: defineOperation({
    id: 'governance.get_approval',
    service,
    method: 'GET',
    path: '/v1/approvals/{id}',
    scope: 'approvals:read',
    summary: 'Reads one request for approval and what was decided.',
    params: byId,
    output: approval,
    etag: true,
  }),
  decideApproval: defineOperation({
    id: 'governance.decide_approval',
    service,
    method: 'POST',
    path: '/v1/approvals/{id}/decision',
    scope: 'approvals:decide',
    summary: 'Approves or rejects a request that waits; a person does, and never the one who asked.',
    params: byId,
    body: z.strictObject({
      decision: z.enum(['approved', 'rejected']),
      note: text(500).nullable().default(null),
    }),
    output: approval,
    etag: true,
    ifMatch: true,
  }),
  listAlerts: defineOperation({
    id: 'governance.list_alerts',
    service,
    method: 'GET',
    path: '/v1/alerts',
    scope: 'alerts:read',
    summary: 'Lists who was denied again and again in a minute of the last 24 hours, the newest first.',
    query: z.strictObject(pageQuery),
    output: page(alert),
  }),
};
