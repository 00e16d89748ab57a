import { createClient } from '@stockade/clients';
import { inventory, type ProblemCode, problems } from '@stockade/contracts';

/** The real client in front of an inventory-api that answers from fixed lists. */
export class InventoryStub {
  /** `GET path?query` or `POST path`, in the order in which they came. */
  readonly calls: string[] = [];
  readonly posted: unknown[] = [];
  refusal: ProblemCode | undefined;

  constructor(
    private readonly lists: Readonly<Record<string, readonly unknown[]>>,
    private readonly created: (body: unknown) => unknown,
  ) {}

  readonly client = createClient(inventory, {
    baseUrl: 'http://inventory.test',
    token: async () => 'token',
    fetch: async (input, init) => {
      const url = new URL(String(input));
      this.calls.push(`${init?.method} ${url.pathname}${url.searchParams.get('status') ?? ''}`);
      return init?.method === 'POST' ? this.#post(JSON.parse(String(init.body))) : this.#list(url);
    },
  });

  #list({ pathname, searchParams }: URL): Response {
    const status = searchParams.get('status');
    const items = this.lists[status === null ? pathname : `${pathname}?${status}`] ?? [];
    return Response.json({ items, nextCursor: null });
  }

  #post(body: unknown): Response {
    this.posted.push(body);
    if (this.refusal === undefined) return Response.json(this.created(body), { status: 201 });
    const { status, title } = problems[this.refusal];
    const headers = { 'content-type': 'application/problem+json' };
    return Response.json({ status, title, code: this.refusal }, { status, headers });
  }
}
