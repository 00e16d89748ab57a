import { inventory } from '@stockade/contracts';
import type { OperationReader } from './operation-reader.js';
import type { Complete, Resource } from './resource.js';

/** Pages of levels that a completion looks through. */
const MOST_PAGES = 5;

/** The stock of one SKU at one place. */
export function levelResource(operations: OperationReader): Resource {
  return {
    name: 'level',
    title: 'Stock level',
    description:
      'The stock of one SKU at one location, in base units: on hand, reserved, on hold, available.',
    uri: 'stockade://levels/{sku}/{location}',
    scope: inventory.getLevel.scope,
    completions: placeCompletions(operations),
    read: ({ sku = '', location = '' }, reader) =>
      operations.one(inventory.getLevel, reader, { params: { sku, location } }),
  };
}

/** Completes a SKU, and a location that has stock of the SKU that was given before. */
export function placeCompletions(
  operations: OperationReader,
): Readonly<Record<'sku' | 'location', Complete>> {
  return {
    sku: async (prefix, _given, reader) => {
      const found = new Set<string>();
      let cursor: string | undefined;
      for (let page = 0; page < MOST_PAGES && found.size <= 100; page += 1) {
        const query = { limit: 200, ...(cursor && { cursor }) };
        const { items, nextCursor } = await operations.raw(inventory.listLevels, reader, { query });
        for (const { sku } of items) if (sku.startsWith(prefix)) found.add(sku);
        if (nextCursor === null) break;
        cursor = nextCursor;
      }
      return [...found];
    },
    location: async (prefix, { sku }, reader) => {
      const query = { limit: 200, ...(sku && { sku }) };
      const { items } = await operations.raw(inventory.listLevels, reader, { query });
      const found = items.map(({ location }) => location).filter((location) => location.startsWith(prefix));
      return [...new Set(found)];
    },
  };
}
