interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** The items of a list from its first page to its last; follows `nextCursor`. */
export async function* listAll<I extends { readonly query?: object } | undefined, T>(
  list: (input: I) => Promise<Page<T>>,
  input: NoInfer<NonNullable<I>>,
): AsyncGenerator<T> {
  let query = input.query;
  for (;;) {
    const page = await list({ ...input, query });
    yield* page.items;
    if (page.nextCursor === null) return;
    query = { ...input.query, cursor: page.nextCursor };
  }
}
