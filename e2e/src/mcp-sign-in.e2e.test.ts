import {
  Client,
  ClientCredentialsProvider,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type OAuthTokens,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import { desktopClient } from '@stockade/access';
import { runningStack } from '@stockade/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { mcpUrl } from './support/mcp-calls.js';
import { stackRealm } from './support/running-stack.js';

const read = { name: 'inventory_list_levels', arguments: { limit: 1 } };
const open: Client[] = [];
afterEach(async () => {
  for (const client of open.splice(0)) await client.close();
});

/** A program of this machine with the SDK's own OAuth; the person fills in the login page. */
class DesktopProgram implements OAuthClientProvider {
  readonly redirectUrl = 'http://127.0.0.1:33418/';
  readonly clientMetadata = { redirect_uris: [this.redirectUrl], token_endpoint_auth_method: 'none' };
  asked: URL | undefined;
  #tokens: OAuthTokens | undefined;
  #verifier = '';
  #discovered: OAuthDiscoveryState | undefined;

  constructor(private readonly person: string) {}

  clientInformation = () => ({ client_id: desktopClient });
  tokens = () => this.#tokens;
  saveTokens = (tokens: OAuthTokens) => {
    this.#tokens = tokens;
  };
  saveCodeVerifier = (verifier: string) => {
    this.#verifier = verifier;
  };
  codeVerifier = () => this.#verifier;
  discoveryState = () => this.#discovered;
  saveDiscoveryState = (discovered: OAuthDiscoveryState) => {
    this.#discovered = discovered;
  };
  redirectToAuthorization = (url: URL) => {
    this.asked = url;
  };

  /** Does what needs the person, and lets the person sign in where that is asked for. */
  async signedIn<T>(transport: () => StreamableHTTPClientTransport, act: () => Promise<T>): Promise<T> {
    const refused = await act().then(
      () => 'nothing',
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(UnauthorizedError);
    const page = await fetch(this.asked ?? '', { redirect: 'manual' });
    await transport().finishAuth((await stackRealm().logIn(page, this.person)).searchParams);
    return act();
  }
}

describe('a program that knows nothing but the address of the MCP server', () => {
  it('lets a person sign in, and again for what the person asks of it', async () => {
    const program = new DesktopProgram('operator');
    let transport = new StreamableHTTPClientTransport(mcpUrl(), { authProvider: program });
    const client = await program.signedIn(
      () => transport,
      async () => {
        transport = new StreamableHTTPClientTransport(mcpUrl(), { authProvider: program });
        return connected(transport);
      },
    );
    expect(program.asked?.searchParams.get('code_challenge_method')).toBe('S256');
    const { structuredContent } = await program.signedIn(
      () => transport,
      () => client.callTool(read),
    );
    expect(structuredContent).toHaveProperty('items');
    expect(program.asked?.searchParams.get('scope')).toContain('inventory:read');
  });

  it('signs an agent in with its own secret, and fetches the scope that a tool needs', async () => {
    const provider = new ClientCredentialsProvider({
      clientId: 'inventory_bot',
      clientSecret: stackRealm().secretOf('inventory_bot'),
      expectedIssuer: runningStack().issuer,
    });
    const client = await connected(new StreamableHTTPClientTransport(mcpUrl(), { authProvider: provider }));
    expect((await client.callTool(read)).structuredContent).toHaveProperty('items');
    const { access_token: token } = (await provider.tokens()) ?? { access_token: '' };
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ aud: 'mcp-server', scope: 'inventory:read' });
  });
});

async function connected(transport: StreamableHTTPClientTransport): Promise<Client> {
  const client = new Client(
    { name: 'e2e', version: '1' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  open.push(client);
  await client.connect(transport);
  return client;
}
