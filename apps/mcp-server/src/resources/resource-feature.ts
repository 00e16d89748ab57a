import type { Server, ServerContext } from '@modelcontextprotocol/server';
import { type AccessPolicy, decide } from '@stockade/access';
import { Problem } from '@stockade/contracts';
import type { Caller } from '../access/caller.js';
import type { Ledger } from '../access/ledger.js';
import { visibleTo } from '../access/visible.js';
import type { RequestMessage } from '../http/message.js';
import type { Feature } from '../protocol/feature.js';
import { pageOf } from '../protocol/page.js';
import { recorded } from '../protocol/recorded.js';
import type { Demand } from '../protocol/surface.js';
import { type Reader, type Resource, type Variables, variablesOf } from './resource.js';

const JSON_TYPE = 'application/json';
const isTemplate = ({ uri }: Resource): boolean => uri.includes('{');

/** What is read often, under addresses of its own. */
export class ResourceFeature implements Feature {
  readonly capabilities = { resources: {} };
  readonly #resources: readonly Resource[];

  constructor(
    resources: readonly Resource[],
    /** Those of all tools. */
    private readonly scopes: readonly string[],
    private readonly policy: AccessPolicy,
    private readonly ledger: Ledger,
  ) {
    this.#resources = resources.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  demandOf({ method, params }: RequestMessage): Demand | undefined {
    if (method !== 'resources/read' || typeof params.uri !== 'string') return undefined;
    const { uri } = params;
    return { action: 'mcp.resources/read', resource: uri, scope: this.#find(uri)?.resource.scope };
  }

  register(server: Server): void {
    server.setRequestHandler('resources/list', ({ params }, context) =>
      recorded(this.ledger, context, ({ principal }) => {
        const { items, ...next } = this.#page(principal, (one) => !isTemplate(one), params?.cursor);
        return { resources: items.map((one) => ({ ...about(one), uri: one.uri })), ...next };
      }),
    );
    server.setRequestHandler('resources/templates/list', ({ params }, context) =>
      recorded(this.ledger, context, ({ principal }) => {
        const { items, ...next } = this.#page(principal, isTemplate, params?.cursor);
        return { resourceTemplates: items.map((one) => ({ ...about(one), uriTemplate: one.uri })), ...next };
      }),
    );
    server.setRequestHandler('resources/read', ({ params: { uri } }, context) =>
      recorded(this.ledger, context, (caller) => this.#read(uri, caller, context)),
    );
  }

  #page(principal: Caller['principal'], isListed: (one: Resource) => boolean, cursor: string | undefined) {
    const isVisible = visibleTo(this.policy, this.scopes, principal);
    return pageOf(
      this.#resources.filter((one) => isListed(one) && isVisible(one)),
      cursor,
    );
  }

  async #read(uri: string, caller: Caller, context: ServerContext) {
    const found = this.#find(uri);
    if (!found) throw new Problem('not_found', { detail: 'There is no such resource.' });
    const content = await found.resource.read(found.variables, readerOf(this.policy, caller, context));
    return { contents: [{ uri, mimeType: JSON_TYPE, text: JSON.stringify(content) }] };
  }

  #find(uri: string): { readonly resource: Resource; readonly variables: Variables } | undefined {
    for (const resource of this.#resources) {
      const variables = variablesOf(resource.uri, uri);
      if (variables) return { resource, variables };
    }
    return undefined;
  }
}

/** Reads with the rights of the caller, for as long as it waits. */
export function readerOf(policy: AccessPolicy, caller: Caller, { mcpReq }: ServerContext): Reader {
  const may = (scope: string) => decide(policy, caller.principal, scope).allowed;
  return { caller, signal: mcpReq.signal, may };
}

const about = ({ name, title, description }: Resource) => ({ name, title, description, mimeType: JSON_TYPE });
