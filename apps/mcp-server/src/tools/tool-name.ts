import type { OperationSpec } from '@stockade/contracts';

/**
 * `<api>_<act>`: `inventory.get_level` is `inventory_get_level`, and `orders.create_order` is `orders_create`, for
 * the thing that an API is named after need not be said twice. A contract may name its `act` itself.
 */
export function toolName({ id, tool }: OperationSpec): string {
  const [api = '', act = ''] = id.split('.');
  if (tool !== undefined) return `${api}_${tool}`;
  const own = new RegExp(`_${api.replace(/s$/, '')}s?$`);
  return `${api}_${act.replace(own, '')}`;
}
