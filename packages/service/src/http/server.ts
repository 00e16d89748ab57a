import { type OperationSpec, Problem } from '@stockade/contracts';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Metrics } from '../metrics.js';
import type { Admission } from '../request/admission.js';
import { problemAnswer } from '../request/answer.js';
import { RequestContext } from '../request/context.js';
import type { Refusal } from '../request/refusal.js';
import { answerClientErrors } from './client-errors.js';
import { Intake } from './intake.js';
import { acceptOnlyJson } from './json-parser.js';
import { KnownPaths } from './known-paths.js';
import { closeSilentConnections } from './silent-connections.js';

const BODY_LIMIT_BYTES = 1_000_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** A connection costs memory also while it says nothing. */
const MOST_CONNECTIONS = 1_024;
/** Spread, so that those who were turned away together do not come back together. */
const COME_AGAIN_SECONDS = [1, 2, 3];
const API_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** What a request passes before its body is read, and what its answer passes before it leaves. */
export interface Gate {
  readonly admission: Pick<Admission, 'admit' | 'remembered'>;
  readonly refusal: Refusal;
  readonly metrics: Metrics;
  /** True once the process has been told to stop. */
  readonly draining: () => boolean;
}

/** Fastify with the hooks of every request; its routes come from the contracts and from `publicRoutes`. */
export function createServer(contracts: readonly OperationSpec[], gate: Gate): FastifyInstance {
  const clientErrors = answerClientErrors(gate.refusal);
  const server: FastifyInstance = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) => void refuseUnrouted(gate, error, request, reply),
    // Node would answer these two by itself, and nothing would be recorded.
    http: { requireHostHeader: false },
    clientErrorHandler: clientErrors.handle,
  });
  server.server.on('checkExpectation', (...http) => server.server.emit('request', ...http));
  server.server.maxConnections = MOST_CONNECTIONS;
  server.server.on('drop', () => gate.metrics.unanswered());
  closeSilentConnections(server);
  acceptOnlyJson(server);
  requireDeclaredAccess(server);
  const paths = new KnownPaths(contracts);
  server.decorateRequest('context');
  clientErrors.watch(server);
  const intake = new Intake(BODY_LIMIT_BYTES);
  server.addHook('onRequest', async (request, reply) => {
    open(request, reply);
    if (request.context.isPublic) return;
    if (!intake.enter(request, reply)) return turnAway(gate, intake, request, reply);
    await gate.admission.admit(request, reply);
    if (!request.context.isRouted) throw paths.refuse(request, reply);
    return undefined;
  });
  server.addHook('onSend', async (request, reply, payload) => {
    intake.leave(request);
    // An idle keep-alive connection would hold the end of the process back.
    if (gate.draining()) reply.header('connection', 'close');
    return request.context?.isPublic || request.context?.recorded ? payload : unrecorded(request, reply);
  });
  server.addHook('onResponse', async (request, reply) => gate.metrics.observe(request, reply));
  return server;
}

/** Where even those who are turned away are too many, a connection ends without an answer, and is counted. */
async function turnAway(
  gate: Gate,
  intake: Intake,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  request.context.principal = gate.admission.remembered(request);
  const retryAfter = COME_AGAIN_SECONDS[Math.floor(Math.random() * COME_AGAIN_SECONDS.length)] ?? 1;
  const overloaded = new Problem('overloaded', { detail: `Come again in ${retryAfter} s.`, retryAfter });
  if (await intake.turnAway(() => gate.refusal.answer(overloaded, request, reply))) return reply;
  gate.metrics.unanswered();
  reply.hijack();
  request.raw.destroy();
  return reply;
}

/** Deny is the default: a route that names neither an operation nor a reason to be public stops the boot. */
function requireDeclaredAccess(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    if (route.config?.operation || route.config?.action || route.config?.publicReason) return;
    throw new Error(`route ${route.method} ${route.url} declares no scope and no reason to be public`);
  });
}

function open(request: FastifyRequest, reply: FastifyReply): void {
  request.context = new RequestContext(request.headers, request.routeOptions.config);
  reply.headers({
    'x-request-id': request.context.requestId,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-security-policy': API_CONTENT_POLICY,
  });
}

/** What the router itself refuses (a malformed address) has passed no hook. */
async function refuseUnrouted(
  gate: Gate,
  error: Error,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  open(request, reply);
  const refused = await gate.admission.admit(request, reply).then(
    () => error,
    (refusal: unknown) => refusal,
  );
  await gate.refusal.answer(refused, request, reply);
}

/** The last wall: no record, no answer. */
function unrecorded(request: FastifyRequest, reply: FastifyReply): string {
  const answer = problemAnswer(new Problem('audit_unavailable'), request.context?.requestId ?? '');
  reply.code(answer.status).header('content-type', 'application/problem+json; charset=utf-8');
  return answer.body;
}
