import { Controller, Get, Inject, Post, Put, Req, Res } from '@nestjs/common';
import { RouteConfig, RouteSchema } from '@nestjs/platform-fastify';
import { Scope } from '@stockade/auth/nest';
import type { OperationInput, OperationOutput, OperationSpec } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { responseSchema } from './openapi/response-schema.js';
import { RequestPipeline } from './request/pipeline.js';

/** What implements one operation; `unit` is on the Postgres login of the caller's role. */
export interface Handler<O extends OperationSpec> {
  handle(input: OperationInput<O>, unit: UnitOfWork): Promise<OperationOutput<O>>;
}

export type HandlerClass<O extends OperationSpec = OperationSpec> = new (...injected: never[]) => Handler<O>;

const contracts = new WeakMap<object, OperationSpec>();
const verbs = { GET: Get, POST: Post, PUT: Put };
const pipelineOf = Symbol('pipeline');
const answer = 'answer';

/** Makes the class that handles an operation a Nest controller with the one route of its contract. */
export function Operation<O extends OperationSpec>(contract: O) {
  return (handler: HandlerClass<O>): void => {
    const prototype = handler.prototype as object;
    const route: PropertyDescriptor = {
      value(
        this: Handler<O> & Record<typeof pipelineOf, RequestPipeline>,
        ...http: [FastifyRequest, FastifyReply]
      ) {
        return this[pipelineOf].answer(contract, this, ...http);
      },
    };
    Object.defineProperty(prototype, answer, route);
    Controller()(handler);
    verbs[contract.method](contract.path.replaceAll(/\{(\w+)\}/g, ':$1'))(prototype, answer, route);
    Scope(contract.scope)(prototype, answer, route);
    RouteConfig({ operation: contract })(prototype, answer, route);
    RouteSchema({ response: { [contract.status]: responseSchema(contract.output) } })(
      prototype,
      answer,
      route,
    );
    Req()(prototype, answer, 0);
    Res()(prototype, answer, 1);
    Inject(RequestPipeline)(prototype, pipelineOf);
    contracts.set(handler, contract);
  };
}

/** The contract of a handler class; undefined for a class without `@Operation`. */
export const operationOf = (handler: object): OperationSpec | undefined => contracts.get(handler);
