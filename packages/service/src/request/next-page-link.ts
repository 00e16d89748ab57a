import type { OperationSpec } from '@stockade/contracts';
import type { FastifyRequest } from 'fastify';

/**
 * Where the next page of an answer is (RFC 8288), relative to the address of the request: the same query, with the
 * token of the page. Undefined on the last page, and for what has no pages.
 */
export function nextPageLink(
  { nextPage }: OperationSpec,
  output: object,
  request: FastifyRequest,
): string | undefined {
  const token = nextPage?.of(output);
  if (nextPage === undefined || token === undefined) return undefined;
  const query = new URLSearchParams(request.query as Record<string, string>);
  query.set(nextPage.parameter, token);
  return `<?${query}>; rel="next"`;
}
