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
