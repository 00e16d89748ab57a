import { type OperationSpec, Problem } from '@stockade/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}

/** Tells an address that does not exist (404) from one that knows other methods (405). */
export class KnownPaths {
  readonly #paths: readonly KnownPath[];

  constructor(contracts: readonly OperationSpec[]) {
    const byPath = Map.groupBy(contracts, ({ path }) => path);
    this.#paths = [...byPath].map(([path, operations]) => ({
      pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
      methods: operations.map(({ method }) => method),
    }));
  }

  /** The problem of a request that no route took; names the methods in `Allow` (RFC 9110 section 15.5.6). */
  refuse(request: FastifyRequest, reply: FastifyReply): Problem {
    const path = request.url.split('?', 1)[0] ?? '';
    const known = this.#paths.find(({ pattern }) => pattern.test(path));
    if (!known) return new Problem('not_found', { detail: 'There is nothing at this address.' });
    const allowed = known.methods.join(', ');
    reply.header('allow', allowed);
    return new Problem('method_not_allowed', { detail: `This address knows ${allowed}.` });
  }
}
