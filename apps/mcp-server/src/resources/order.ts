import { inventory, orders, shipments } from '@stockade/contracts';
import type { OperationReader } from './operation-reader.js';
import type { Complete, Reader, Resource } from './resource.js';

/** A purchase order with what led to it and what came of it, as far as the reader may see that. */
export function orderResource(operations: OperationReader): Resource {
  return {
    name: 'order',
    title: 'Order with its history',
    description:
      'A purchase order: why its supplier was chosen, who decided, what was sent and received; with the request ' +
      's that it fills and its shipments, where the reader may see those.',
    uri: 'stockade://orders/{id}',
    scope: orders.getOrder.scope,
    completions: { id: orderIds(operations) },
    read: ({ id = '' }, reader) => historyOf(operations, id, reader),
  };
}

async function historyOf(operations: OperationReader, id: string, reader: Reader): Promise<object> {
  const order = await operations.one(orders.getOrder, reader, { params: { id } });
  const [request, { pages } = { pages: undefined }] = await Promise.all([
    reader.may(inventory.getReplenishmentRequest.scope)
      ? operations.one(inventory.getReplenishmentRequest, reader, { params: { id: String(order.requestId) } })
      : undefined,
    reader.may(shipments.listShipments.scope)
      ? operations.pages(shipments.listShipments, reader, { query: { orderId: id } })
      : undefined,
  ]);
  return { order, ...(request && { request }), ...(pages && { shipments: pages }) };
}

export function orderIds(operations: OperationReader): Complete {
  return async (prefix, _given, reader) => {
    const { items } = await operations.raw(orders.listOrders, reader, { query: { limit: 200 } });
    return items.map(({ id }) => id).filter((id) => id.startsWith(prefix));
  };
}
