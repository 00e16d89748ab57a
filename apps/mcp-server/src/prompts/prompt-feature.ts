import type { Server } from '@modelcontextprotocol/server';
import type { AccessPolicy } from '@stockade/access';
import { Problem } from '@stockade/contracts';
import { fieldErrors } from '@stockade/service/gate';
import type { Ledger } from '../access/ledger.js';
import { visibleTo } from '../access/visible.js';
import type { RequestMessage } from '../http/message.js';
import type { Feature } from '../protocol/feature.js';
import { pageOf } from '../protocol/page.js';
import { recorded } from '../protocol/recorded.js';
import type { Demand } from '../protocol/surface.js';
import type { Prompt } from './prompt.js';

/** Jobs that people start with a word. */
export class PromptFeature implements Feature {
  readonly capabilities = { prompts: {} };
  readonly #prompts: readonly Prompt[];

  constructor(
    prompts: readonly Prompt[],
    /** Those of all tools. */
    private readonly scopes: readonly string[],
    private readonly policy: AccessPolicy,
    private readonly ledger: Ledger,
  ) {
    this.#prompts = prompts.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  demandOf({ method, params }: RequestMessage): Demand | undefined {
    const prompt = method === 'prompts/get' ? this.#find(params.name) : undefined;
    if (!prompt) return undefined;
    return { action: 'mcp.prompts/get', resource: `/mcp/prompts/${prompt.name}`, scope: prompt.scope };
  }

  register(server: Server): void {
    server.setRequestHandler('prompts/list', ({ params }, context) =>
      recorded(this.ledger, context, ({ principal }) => {
        const isVisible = visibleTo(this.policy, this.scopes, principal);
        const { items, ...next } = pageOf(this.#prompts.filter(isVisible), params?.cursor);
        return { prompts: items.map(listed), ...next };
      }),
    );
    server.setRequestHandler('prompts/get', ({ params: { name, arguments: args } }, context) =>
      recorded(this.ledger, context, () => {
        const prompt = this.#find(name);
        if (!prompt) throw new Problem('invalid_request', { detail: 'There is no prompt of this name.' });
        const text = prompt.text(checked(prompt, args));
        return {
          description: prompt.description,
          messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }],
        };
      }),
    );
  }

  #find(name: unknown): Prompt | undefined {
    return this.#prompts.find((one) => one.name === name);
  }
}

const listed = ({ name, title, description, args }: Prompt) => ({
  name,
  title,
  description,
  arguments: Object.entries(args.shape).map(([argument, schema]) => ({
    name: argument,
    required: !schema.safeParse(undefined).success,
    ...(schema.description && { description: schema.description }),
  })),
});

/** Arguments become words of a prompt: what is no SKU, location or id could be an instruction. */
function checked({ args }: Prompt, given: unknown): Readonly<Record<string, unknown>> {
  const parsed = args.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => fieldErrors(issue, ''));
  const detail = errors.map(({ pointer, detail: said }) => `${pointer} ${said}`).join('; ');
  throw new Problem('validation_failed', { detail, errors });
}
