import { isUtf8 } from 'node:buffer';
import { Problem } from '@stockade/contracts';
import type { FastifyInstance } from 'fastify';

/**
 * JSON in UTF-8 (RFC 8259 section 8.1) is the only content that is read. Fastify's own parser would take
 * text/plain too, and replace bytes that are no UTF-8; `__proto__` and `constructor.prototype` are refused.
 */
export function acceptOnlyJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (isUtf8(body)) return parse(request, body.toString('utf8'), done);
    done(new Problem('invalid_request', { detail: 'The body is not UTF-8.' }));
  });
}
