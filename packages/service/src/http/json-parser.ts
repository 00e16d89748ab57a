import { isUtf8 } from 'node:buffer';
import { Problem } from '@stockade/contracts';
import type { FastifyInstance } from 'fastify';
import { repeatsNames } from './repeated-names.js';

/**
 * JSON in UTF-8 (RFC 8259 section 8.1) is the only content that is read. Fastify's own parser would take
 * text/plain too, and replace bytes that are no UTF-8; `__proto__`, `constructor.prototype` and names that an
 * object has twice are refused.
 */
export function acceptOnlyJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (!isUtf8(body)) return done(new Problem('invalid_request', { detail: 'The body is not UTF-8.' }));
    const text = body.toString('utf8');
    return parse(request, text, (error, value) => {
      if (error || !repeatsNames(text, value)) return done(error, value);
      done(new Problem('invalid_request', { detail: 'An object of the body has a name twice.' }));
    });
  });
}
