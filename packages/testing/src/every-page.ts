interface Page {
  readonly nextCursor: string | null;
}

type PageQuery<Filters> = Partial<Filters> & { readonly limit: number; readonly cursor?: string };

/** Calls a list with each set of its filters that there is, for the first page and for the one after it. */
export async function everyPage<Filters extends Record<string, string>>(
  list: (query: PageQuery<Filters>) => Promise<Page>,
  filters: Filters,
): Promise<void> {
  for (const set of subsetsOf(Object.entries(filters))) {
    const query: PageQuery<Filters> = Object.assign(
      { limit: 2 },
      Object.fromEntries(set) as Partial<Filters>,
    );
    const { nextCursor } = await list(query);
    if (nextCursor !== null) await list({ ...query, cursor: nextCursor });
  }
}

function subsetsOf<T>([first, ...others]: readonly T[]): T[][] {
  if (first === undefined) return [[]];
  const without = subsetsOf(others);
  return [...without, ...without.map((subset) => [first, ...subset])];
}
