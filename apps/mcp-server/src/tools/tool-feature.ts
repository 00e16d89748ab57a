import {
  ProtocolError,
  ProtocolErrorCode,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { AccessPolicy } from '@stockade/access';
import type { Ledger } from '../access/ledger.js';
import { visibleTo } from '../access/visible.js';
import type { RequestMessage } from '../http/message.js';
import type { Feature } from '../protocol/feature.js';
import { pageOf } from '../protocol/page.js';
import { recorded } from '../protocol/recorded.js';
import type { Demand } from '../protocol/surface.js';
import type { ToolCalls } from './call-tool.js';
import type { Catalogue } from './catalogue.js';

/** The operations as tools. */
export class ToolFeature implements Feature {
  readonly capabilities = { tools: {} };

  constructor(
    private readonly policy: AccessPolicy,
    private readonly catalogue: Catalogue,
    private readonly calls: ToolCalls,
    private readonly ledger: Ledger,
  ) {}

  demandOf({ method, params }: RequestMessage): Demand | undefined {
    const tool = method === 'tools/call' ? this.catalogue.find(params.name) : undefined;
    if (!tool) return undefined;
    const { name, scope } = tool;
    return { action: name, resource: `/mcp/tools/${name}`, scope, tool: name };
  }

  register(server: Server): void {
    server.setRequestHandler('tools/list', ({ params }, context) => this.#list(params?.cursor, context));
    server.setRequestHandler('tools/call', ({ params }, context) => {
      const tool = this.catalogue.find(params.name);
      if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Tool ${params.name} not found`);
      // Those of this very request (2026-07-28), or of the session (2025-11-25).
      const client = server.getClientCapabilities();
      return this.calls.call(tool, params.arguments, context, client);
    });
  }

  #list(cursor: string | undefined, context: ServerContext) {
    return recorded(this.ledger, context, ({ principal }) => {
      const isVisible = visibleTo(this.policy, this.catalogue.scopes, principal);
      const { items, ...next } = pageOf(this.catalogue.tools.filter(isVisible), cursor);
      return { tools: items.map(({ listed }) => listed), ...next };
    });
  }
}
