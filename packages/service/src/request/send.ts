import type { FastifyReply } from 'fastify';
import type { Answer } from './answer.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Sends an answer as it is; `body` is JSON already. */
export function send(reply: FastifyReply, answer: Answer): void {
  reply.code(answer.status).header('content-type', answer.reason === null ? JSON_TYPE : PROBLEM_TYPE);
  if (answer.etag !== null) reply.header('etag', answer.etag);
  if (answer.replayed) reply.header('idempotent-replayed', 'true');
  reply.send(answer.body);
}
