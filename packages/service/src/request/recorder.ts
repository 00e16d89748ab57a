import type { Authorized, Principal } from '@stockade/access';
import {
  type AuditEvent,
  type AuditWriter,
  auditEvent,
  hashTokenId,
  insertAuditEvent,
} from '@stockade/audit';
import { Problem, type ProblemCode } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import type { FastifyRequest } from 'fastify';
import type { Answer } from './answer.js';
import type { RequestContext } from './context.js';

/** Of a request that the HTTP parser refused no more than its context is known. */
export type RecordedRequest = Pick<FastifyRequest, 'context' | 'url'>;

/** What a request or a job came to. */
export interface Outcome extends Pick<Answer, 'status' | 'reason'> {
  readonly createdId?: string | null;
  readonly replayed?: boolean;
}

/** The work of the service itself, on a job. */
export interface JobRun {
  recordId: string | undefined;
  readonly principal: Authorized;
  readonly job: string;
  readonly jobId: string;
  readonly traceId: string;
}

/** Of the principals that are remembered with their tokens; the hash of a token does not change. */
const tokenIdHashes = new WeakMap<Principal, string>();

/** Writes the one audit record that each request and each job leaves. */
export class Recorder {
  constructor(
    private readonly service: string,
    private readonly writer: AuditWriter,
  ) {}

  /** Records a change as the last statement of its transaction: both are committed, or neither. */
  within(unit: UnitOfWork, event: AuditEvent): void {
    unit.withCommit(recordedOr503(insertAuditEvent(unit, event)));
  }

  /** Records what changed nothing: a read, a refusal, a failure. Returns when the record is committed. */
  async apart(event: AuditEvent): Promise<void> {
    await recordedOr503(this.writer.write(event));
  }

  request({ context, url }: RecordedRequest, outcome: Outcome): AuditEvent {
    const path = context.resource ?? pathOf(url);
    const event = auditEvent({
      service: this.service,
      agent: context.principal?.agent ?? 'anonymous',
      through: context.principal?.through ?? null,
      // Who was refused is named with the role that did not suffice.
      role: context.authorized?.role ?? context.principal?.roles[0] ?? null,
      action: context.action,
      resource: outcome.createdId ? `${path}/${outcome.createdId}` : path,
      ...resultOf(outcome),
      requestId: context.requestId,
      traceId: context.traceId,
      tokenIdHash: context.principal ? tokenIdHash(context.principal) : null,
      detail: detailOf(context, outcome),
    });
    return sameRecord(context, event);
  }

  job(run: JobRun, outcome: Outcome): AuditEvent {
    const event = auditEvent({
      service: this.service,
      agent: run.principal.agent,
      through: run.principal.through,
      role: run.principal.role,
      action: run.job,
      resource: run.jobId,
      ...resultOf(outcome),
      requestId: run.jobId,
      traceId: run.traceId,
      tokenIdHash: null,
      detail: null,
    });
    return sameRecord(run, event);
  }
}

/**
 * Where the answer to a COMMIT is lost nobody knows whether the record of the change is there: the record of
 * the failure bears its id, and is left out where it is (the writer inserts no id twice).
 */
function sameRecord(of: { recordId: string | undefined }, event: AuditEvent): AuditEvent {
  of.recordId ??= event.id;
  return { ...event, id: of.recordId };
}

function detailOf({ approval }: RequestContext, { replayed, status }: Outcome): AuditEvent['detail'] {
  if (replayed) return { replayed: true };
  // What was refused has spent nothing.
  return approval && status < 400 ? { approval: approval.id, approvedBy: approval.approvedBy } : null;
}

function tokenIdHash(principal: Principal): string {
  const known = tokenIdHashes.get(principal);
  if (known !== undefined) return known;
  const hash = hashTokenId(principal.tokenId);
  tokenIdHashes.set(principal, hash);
  return hash;
}

async function recordedOr503(recording: Promise<void>): Promise<void> {
  await recording.catch((cause: unknown) => {
    throw new Problem('audit_unavailable', { retryAfter: 1, cause });
  });
}

function resultOf({ status, reason }: { status: number; reason: ProblemCode | null }) {
  return { status, reason, result: resultOfStatus(status) };
}

export function resultOfStatus(status: number): AuditEvent['result'] {
  if (status < 400) return 'allowed';
  if (status === 401 || status === 403) return 'denied';
  return status === 429 ? 'rate_limited' : 'failed';
}

/** Long enough for every address of ours; an attacker's may be as long as a header. */
const LONGEST_PATH = 1_000;

const pathOf = (url: string): string => (url.split('?', 1)[0] ?? '').toWellFormed().slice(0, LONGEST_PATH);
