import { createClient } from '@stockade/clients';
import { inventory, type ProblemCode, problems } from '@stockade/contracts';

/** The real client in front of an inventory-api that answers from fixed lists. */
export class InventoryStub {
  /** The method and the path, in the order in which they came. */
  readonly calls: string[] = [];
  readonly posted: unknown[] = [];
  /** Path and body of each PUT. */
  readonly put: { readonly path: string; readonly body: unknown }[] = [];
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
      if (init?.method === 'POST') return this.#post(JSON.parse(String(init.body)));
      return init?.method === 'PUT' ? this.#put(url, JSON.parse(String(init.body))) : this.#list(url);
    },
  });

  #list({ pathname, searchParams }: URL): Response {
    const status = searchParams.get('status');
    const items = this.lists[status === null ? pathname : `${pathname}?${status}`] ?? [];
    return Response.json({ items, nextCursor: null });
  }

  #put({ pathname: path }: URL, body: unknown): Response {
    this.put.push({ path, body });
    return Response.json({ raised: 0, resolved: 0 });
  }

  #post(body: unknown): Response {
    this.posted.push(body);
    if (this.refusal === undefined) return Response.json(this.created(body), { status: 201 });
    const { status, title } = problems[this.refusal];
    const headers = { 'content-type': 'application/problem+json' };
    return Response.json({ status, title, code: this.refusal }, { status, headers });
  }
}
