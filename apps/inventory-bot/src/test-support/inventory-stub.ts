import { createClient } from '@stockade/clients';
import { inventory, type ProblemCode, problems } from '@stockade/contracts';

/** The real client in front of an inventory-api that answers from fixed lists: `path?status location`, or a part of it. */
export class InventoryStub {
  /** The method and the path, in the order in which they came. */
  readonly calls: string[] = [];
  readonly posted: unknown[] = [];
  /** Path and body of each PUT. */
  readonly put: { readonly path: string; readonly body: unknown }[] = [];
  refusal: ProblemCode | undefined;
  /** Which POSTs meet the refusal. */
  refuses = (_path: string): boolean => true;

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
      if (init?.method === 'POST') return this.#post(url, JSON.parse(String(init.body)));
      return init?.method === 'PUT' ? this.#put(url, JSON.parse(String(init.body))) : this.#list(url);
    },
  });

  #list({ pathname, searchParams }: URL): Response {
    const status = searchParams.get('status');
    const list = status === null ? pathname : `${pathname}?${status}`;
    const at = `${list} ${searchParams.get('location') ?? searchParams.get('to')}`;
    return Response.json({ items: this.lists[at] ?? this.lists[list] ?? [], nextCursor: null });
  }

  #put({ pathname: path }: URL, body: unknown): Response {
    this.put.push({ path, body });
    return Response.json({ raised: 0, resolved: 0 });
  }

  #post({ pathname }: URL, body: unknown): Response {
    this.posted.push(body);
    if (this.refusal === undefined || !this.refuses(pathname))
      return Response.json(this.created(body), { status: 201 });
    const { status, title } = problems[this.refusal];
    const headers = { 'content-type': 'application/problem+json' };
    return Response.json({ status, title, code: this.refusal }, { status, headers });
  }
}
