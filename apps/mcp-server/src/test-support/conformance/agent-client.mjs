// The client that the conformance suite runs: an agent's token source and transport, as stockade-mcp puts them together.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Client,
  discoverOAuthProtectedResourceMetadata,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { createTokenSource } from '@stockade/auth';

const url = new URL(process.argv[2]);
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT);
const {
  authorization_servers: [issuer],
} = await discoverOAuthProtectedResourceMetadata(url);

const folder = mkdtempSync(join(tmpdir(), 'stockade-agent-'));
const clientSecretFile = join(folder, 'credential');
writeFileSync(clientSecretFile, context.client_secret ?? context.private_key_pem, { mode: 0o600 });
const tokens = createTokenSource({ issuer, clientId: context.client_id, clientSecretFile });
try {
  const client = new Client({ name: 'stockade-agent', version: '1' });
  const authProvider = { token: () => tokens.token('mcp-server') };
  await client.connect(
    new StreamableHTTPClientTransport(url, { authProvider, onInsufficientScope: 'throw' }),
  );
  await client.listTools();
  await client.close();
} finally {
  tokens.close();
  rmSync(folder, { recursive: true });
}
