import type { FastifyInstance } from 'fastify';

/** RFC 9728 section 3.1: the path of the resource follows the well-known one. */
const METADATA_PATH = '/.well-known/oauth-protected-resource';
export const MCP_PATH = '/mcp';

interface ProtectedResource {
  readonly publicUrl: URL;
  readonly issuer: string;
  readonly scopes: readonly string[];
}

export const resourceMetadataUrl = (publicUrl: URL): string =>
  new URL(`${METADATA_PATH}${MCP_PATH}`, publicUrl).href;

/** Serves, to everyone, where tokens for this server are to be had (RFC 9728). */
export function addResourceMetadata(
  server: FastifyInstance,
  { publicUrl, issuer, scopes }: ProtectedResource,
): void {
  const metadata = {
    resource: new URL(MCP_PATH, publicUrl).href,
    resource_name: 'Stockade MCP server',
    authorization_servers: [issuer],
    scopes_supported: scopes,
    bearer_methods_supported: ['header'],
  };
  const config = { publicReason: 'tells where tokens are to be had (RFC 9728)' };
  for (const path of [METADATA_PATH, `${METADATA_PATH}${MCP_PATH}`]) {
    server.get(path, { config }, async () => metadata);
  }
}
