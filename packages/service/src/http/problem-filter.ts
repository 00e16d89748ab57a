import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '../request/refusal.js';

/** Hands everything that is thrown, by hooks, parsers and handlers, to the one place that answers it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly refusal: Refusal) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    void this.refusal.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
