import { Injectable } from '@nestjs/common';
import type { OperationInput, OperationSpec } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import type { FastifyReply, FastifyRequest } from 'fastify';

export type Handle = (input: OperationInput<OperationSpec>, unit: UnitOfWork) => Promise<unknown>;

/** The way of a request that was admitted, from its body to its answer. */
@Injectable()
export class RequestPipeline {
  async answer(_contract: OperationSpec, _handle: Handle, _request: FastifyRequest, _reply: FastifyReply): Promise<void> {
    throw new Error('the pipeline is being written');
  }
}
