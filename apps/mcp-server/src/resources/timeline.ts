import { shipments } from '@stockade/contracts';
import type { OperationReader } from './operation-reader.js';
import type { Complete, Resource } from './resource.js';

/** A shipment and everything that was told of it, in the order in which it happened. */
export function timelineResource(operations: OperationReader): Resource {
  return {
    name: 'shipment-timeline',
    title: 'Timeline of a shipment',
    description:
      'A shipment with its lines and exceptions, and all its events in the order in which they happened.',
    uri: 'stockade://shipments/{id}/timeline',
    scope: shipments.listShipmentEvents.scope,
    completions: { id: shipmentIds(operations) },
    read: async ({ id = '' }, reader) => {
      const [shipment, { pages, isCut }] = await Promise.all([
        operations.one(shipments.getShipment, reader, { params: { id } }),
        operations.pages(shipments.listShipmentEvents, reader, { params: { id } }),
      ]);
      return { shipment, events: pages, isCut };
    },
  };
}

export function shipmentIds(operations: OperationReader): Complete {
  return async (prefix, _given, reader) => {
    const { items } = await operations.raw(shipments.listShipments, reader, { query: { limit: 200 } });
    return items.map(({ id }) => id).filter((id) => id.startsWith(prefix));
  };
}
