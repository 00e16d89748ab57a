import { randomUUID } from 'node:crypto';
import type { Authorized, Principal } from '@stockade/access';
import type { OperationSpec } from '@stockade/contracts';
import type { FastifyContextConfig, FastifyRequest } from 'fastify';
import type { SpentApproval } from './approval.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Contract of the route. */
    operation?: OperationSpec;
    /** Why the route asks for no token. */
    publicReason?: string;
    /** What the audit calls a route that serves many operations, as long as the body has not told which. */
    action?: string;
  }
  interface FastifyRequest {
    context: RequestContext;
  }
}

const WELL_FORMED_ID = /^[A-Za-z0-9._-]{1,128}$/;
/** W3C Trace Context section 3.2.2; an all-zero trace id is invalid. */
const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}/;

/** What is known about a request from its first byte to its answer. */
export class RequestContext {
  readonly requestId: string;
  readonly traceId: string;
  readonly startedAt = performance.now();
  /** Undefined on an unknown route. */
  readonly operation: OperationSpec | undefined;
  readonly isPublic: boolean;
  /** False where no route took the request. */
  readonly isRouted: boolean;
  /** What the audit and the figures call the request. */
  action: string;
  /** What it is about, where the address does not say. */
  resource: string | undefined;
  /** The scope that a challenge names. */
  scope: string | undefined;
  /** Set once the token was verified. */
  principal: Principal | undefined;
  /** Set once a role of the principal was found to hold the scope. */
  authorized: Authorized | undefined;
  /** What a person approved of before, where the operation needed it. */
  approval: SpentApproval | undefined;
  /** Id of its audit record, once there is an attempt to make one. */
  recordId: string | undefined;
  /** True once the audit record of the request has been committed. */
  recorded = false;

  /** Names the trace to what the request sets going (W3C Trace Context section 3.2). */
  get traceparent(): string {
    return `00-${this.traceId}-${randomHex().slice(16)}-01`;
  }

  constructor(headers: FastifyRequest['headers'], route: FastifyContextConfig) {
    const given = headers['x-request-id'];
    const id = randomUUID();
    this.requestId = typeof given === 'string' && WELL_FORMED_ID.test(given) ? given : id;
    this.traceId = traceNamed(headers.traceparent) ?? digits(id);
    this.operation = route.operation;
    this.isPublic = route.publicReason !== undefined;
    this.action = route.operation?.id ?? route.action ?? 'unknown_route';
    this.isRouted = route.operation !== undefined || route.action !== undefined;
    this.scope = route.operation?.scope;
  }
}

/** The trace that a `traceparent` names, or a new one. */
export const traceIdOf = (traceparent: string | undefined): string => traceNamed(traceparent) ?? randomHex();

function traceNamed(traceparent: string | string[] | undefined): string | undefined {
  return typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent)?.[1] : undefined;
}

const digits = (uuid: string): string => uuid.replaceAll('-', '');

/** 32 digits. Unlike randomBytes, randomUUID draws its entropy in advance. */
const randomHex = (): string => digits(randomUUID());
