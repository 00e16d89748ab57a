import type { Server } from '@modelcontextprotocol/server';
import type { AccessPolicy } from '@stockade/access';
import { Problem } from '@stockade/contracts';
import type { Ledger } from '../access/ledger.js';
import type { RequestMessage } from '../http/message.js';
import type { Complete } from '../resources/resource.js';
import { readerOf } from '../resources/resource-feature.js';
import type { Feature } from './feature.js';
import { recorded } from './recorded.js';
import type { Demand } from './surface.js';

/** What has arguments that can be completed: a template of resources, or a prompt. */
export interface Completable {
  /** URI template, or the name of a prompt. */
  readonly reference: string;
  readonly scope: string | undefined;
  readonly completions: Readonly<Record<string, Complete>>;
}

/** The protocol gives no more at a time. */
const MOST_VALUES = 100;

/** Completes the arguments of prompts and resource templates from what the caller may read. */
export class CompletionFeature implements Feature {
  readonly capabilities = { completions: {} };
  readonly #byReference: ReadonlyMap<string, Completable>;

  constructor(
    completables: readonly Completable[],
    private readonly policy: AccessPolicy,
    private readonly ledger: Ledger,
  ) {
    this.#byReference = new Map(completables.map((one) => [one.reference, one]));
  }

  demandOf({ method, params }: RequestMessage): Demand | undefined {
    if (method !== 'completion/complete') return undefined;
    const reference = referenceOf(params.ref);
    const known = this.#byReference.get(reference);
    return { action: 'mcp.completion/complete', resource: reference || undefined, scope: known?.scope };
  }

  register(server: Server): void {
    server.setRequestHandler('completion/complete', ({ params }, context) =>
      recorded(this.ledger, context, async (caller) => {
        const { ref, argument, context: before } = params;
        const completable = this.#byReference.get(referenceOf(ref));
        if (!completable)
          throw new Problem('invalid_request', { detail: 'ref names nothing that is known here.' });
        const complete = completable.completions[argument.name];
        const reader = readerOf(this.policy, caller, context);
        const found = (await complete?.(argument.value, before?.arguments ?? {}, reader)) ?? [];
        const values = found.slice(0, MOST_VALUES);
        return { completion: { values, total: found.length, hasMore: found.length > values.length } };
      }),
    );
  }
}

/** The URI template or the prompt's name of a reference; empty for what is none. */
function referenceOf(ref: unknown): string {
  if (typeof ref !== 'object' || ref === null) return '';
  const { uri, name } = ref as { uri?: unknown; name?: unknown };
  const named = uri ?? name;
  return typeof named === 'string' ? named.slice(0, 200) : '';
}
