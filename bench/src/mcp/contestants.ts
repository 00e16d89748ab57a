import { grantExchange, LoopbackIssuer } from '@stockade/testing/issuer';
import { LiveTokens } from '../measure/live-tokens.js';
import type { LoadRequest } from '../measure/load.js';
import { requestsOf } from '../measure/load-requests.js';
import type { Rig } from '../rig/rig.js';
import type { ServerProcess } from '../rig/server-process.js';
import { type Method, mcpRequests } from './mcp-requests.js';

export const names = { bare: '(a) bare SDK', rest: '(b) REST', ours: '(c) ours' };

/** One of those that answer the same question. */
export interface Contestant {
  readonly name: string;
  readonly server: ServerProcess;
  readonly tokens: LiveTokens;
  /** Audit records that each answer has to leave. */
  readonly records: number;
  requests(token: string): LoadRequest[];
}

export interface Contest {
  of(method: Method): readonly Contestant[];
  close(): Promise<void>;
}

/** Starts the tool server before inventory-api, and beside them a server of the bare SDK. */
export async function startContest(rig: Rig): Promise<Contest> {
  const issuer = await LoopbackIssuer.start();
  grantExchange(issuer);
  const api = await rig.startInventoryApi(issuer);
  const ours = await rig.startPlatform('mcp-server', issuer);
  const bare = await rig.startPeer('bare-mcp', 'bare-mcp.js', issuer);
  const atApi = new LiveTokens(issuer, 1);
  const atTools = new LiveTokens(issuer, 1, {
    aud: 'mcp-server',
    scope: 'audience:mcp-server inventory:read',
  });
  // Of a client that has just signed in: it is shown all that its role may call.
  const signedIn = new LiveTokens(issuer, 1, { aud: 'mcp-server', scope: 'audience:mcp-server' });
  const asking = (method: Method) => (token: string) => mcpRequests(method, token);
  const rest = (token: string) => requestsOf({ operation: 'read', tokens: [token] });
  const contestants = {
    'tools/call': [
      { name: names.bare, server: bare, tokens: atTools, records: 0, requests: asking('tools/call') },
      { name: names.rest, server: api, tokens: atApi, records: 1, requests: rest },
      { name: names.ours, server: ours, tokens: atTools, records: 2, requests: asking('tools/call') },
    ],
    'tools/list': [
      { name: names.bare, server: bare, tokens: signedIn, records: 0, requests: asking('tools/list') },
      { name: names.ours, server: ours, tokens: signedIn, records: 1, requests: asking('tools/list') },
    ],
  };
  return { of: (method) => contestants[method], close: () => issuer.stop() };
}
