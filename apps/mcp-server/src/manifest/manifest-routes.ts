import type { FastifyInstance } from 'fastify';
import type { Manifest } from './manifest.js';

const PATH = '/.well-known/mcp-manifest';

/** Serves the manifest and its signature to everyone, so that a client can pin what it was shown once. */
export function addManifestRoutes(
  server: FastifyInstance,
  { text, sha256 }: Manifest,
  signature: string,
): void {
  const config = { publicReason: 'lets a client see that the tools are those it knows' };
  const digest = Buffer.from(sha256, 'hex').toString('base64');
  server.get(`${PATH}.json`, { config }, async (_request, reply) =>
    // RFC 9530: of the very octets that are signed.
    reply
      .headers({ 'repr-digest': `sha-256=:${digest}:`, etag: `"${sha256}"` })
      .type('application/json; charset=utf-8')
      .send(text),
  );
  server.get(`${PATH}.jws`, { config }, async (_request, reply) =>
    reply.type('application/jose').send(signature),
  );
}
