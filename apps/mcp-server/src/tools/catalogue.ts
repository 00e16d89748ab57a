import { type AccessPolicy, type Principal } from '@stockade/access';
import { inventory, type OperationSpec, orders, shipments } from '@stockade/contracts';
import { type Tool, toolOf } from './tool.js';

/** The operations that are tools, by API. What agents, gateways and people settle among themselves is none. */
const offered: readonly Readonly<Record<string, OperationSpec>>[] = [inventory, orders, shipments];

/** Every tool, by its name, in the order of the names. Throws where two operations have the same. */
export class Catalogue {
  readonly tools: readonly Tool[];
  readonly #byName: ReadonlyMap<string, Tool>;

  constructor(operations: readonly OperationSpec[] = offered.flatMap((api) => Object.values(api))) {
    this.tools = operations.map(toolOf).toSorted((one, other) => (one.name < other.name ? -1 : 1));
    this.#byName = new Map(this.tools.map((tool) => [tool.name, tool]));
    if (this.#byName.size !== this.tools.length) throw new Error('two operations have the same tool name');
  }

  find(name: unknown): Tool | undefined {
    return typeof name === 'string' ? this.#byName.get(name) : undefined;
  }

  /** Scopes that some tool needs. */
  get scopes(): string[] {
    return [...new Set(this.tools.map(({ operation }) => operation.scope))].toSorted();
  }
}

/**
 * Those that the caller may call: its role must hold the scope, and so must its token. A token that names no
 * scope of any tool, as a client has it that follows the first challenge, sees what it could step up to.
 */
export function toolsFor(policy: AccessPolicy, { tools, scopes }: Catalogue, principal: Principal): Tool[] {
  if (policy.identities.get(principal.agent)?.status !== 'active') return [];
  const isNarrowed = scopes.some((scope) => principal.scopes.has(scope));
  const roles = principal.roles.flatMap((name) => policy.roles.get(name) ?? []);
  return tools.filter(({ operation: { scope } }) => {
    return roles.some((role) => role.scopes.has(scope)) && (!isNarrowed || principal.scopes.has(scope));
  });
}
