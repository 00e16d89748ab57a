import type { Authorized } from '@stockade/access';
import type { OperationInput, OperationSpec } from '@stockade/contracts';
import type { FastifyRequest } from 'fastify';

/** A request whose caller, input and values are as they may be. */
export interface Call {
  readonly contract: OperationSpec;
  readonly caller: Authorized;
  readonly input: OperationInput<OperationSpec>;
  readonly request: FastifyRequest;
}
