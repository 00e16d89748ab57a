import { z } from 'zod';
import type { Script } from './scripted-model.js';

/** What a script reads of an answer, as a model would: the JSON in its text. */
const read = <T extends z.ZodType>(schema: T, answer: string): z.output<T> =>
  schema.parse(JSON.parse(answer));
const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

const level = z.object({ available: z.int() });
const need = z.object({ quantity: z.int(), neededOn: z.string() });
const underWay = z.object({ status: z.string(), quantity: z.int(), expectedOn: z.string().nullable() });

/** The job of the prompt `investigate_stock_out`. */
export function* investigateStockOut(place: { sku: string; location: string }): Script {
  const { available } = read(level, yield { tool: 'inventory_get_level', args: place });
  yield { tool: 'inventory_list_movements', args: { ...place, limit: 5 } };
  const open = { ...place, status: 'open', limit: 5 };
  const needs = read(listOf(need), yield { tool: 'inventory_list_demands', args: open }).items;
  const requested = yield {
    tool: 'inventory_list_replenishment_requests',
    args: { ...place, status: 'open', limit: 5 },
  };
  const onOrder = read(listOf(underWay), requested).items.reduce((sum, { quantity }) => sum + quantity, 0);
  const announced = needs.reduce((sum, { quantity }) => sum + quantity, 0);
  const missing = announced - available - onOrder;
  const first = needs.map(({ neededOn }) => neededOn).toSorted()[0] ?? 'no day';
  return missing > 0
    ? `Runs out on ${first}: ${available} available, ${announced} announced, ${onOrder} requested. Request ${missing}.`
    : `Nothing to do: ${available} available, ${announced} announced, ${onOrder} requested.`;
}

const candidate = z.object({ offerId: z.string(), costMinor: z.int(), eligible: z.boolean() });
const order = z.object({
  status: z.string(),
  totalMinor: z.int(),
  supplierId: z.string(),
  lines: z
    .array(z.object({ requestId: z.string(), offerId: z.string(), candidates: z.array(candidate) }))
    .min(1),
});

/** The job of the prompt `review_order`: it prepares the decision of a person. */
export function* reviewOrder({ id }: { id: string }): Script {
  const { status, totalMinor, lines } = read(order, yield { tool: 'orders_get', args: { id } });
  if (status !== 'pending_approval') return `Nothing to decide: the order is ${status}.`;
  const [line] = lines;
  const twice = yield { tool: 'orders_list', args: { requestId: line?.requestId, limit: 5 } };
  const orders = read(listOf(z.object({ id: z.string() })), twice).items.length;
  const isCheapest = lines.every(({ offerId, candidates }) => {
    const costs = candidates.filter(({ eligible }) => eligible).map(({ costMinor }) => costMinor);
    return candidates.find((one) => one.offerId === offerId)?.costMinor === Math.min(...costs);
  });
  const advice = isCheapest && orders === 1 ? 'approve' : 'ask';
  return `${advice}: ${totalMinor} cents; the offer is ${isCheapest ? '' : 'not '}the cheapest; orders for the request: ${orders}.`;
}

const shipment = z.object({ promisedOn: z.string(), etaOn: z.string(), status: z.string() });
const timeline = listOf(z.object({ bizStep: z.string(), eventTime: z.string() }));
const outside = z.object({ untrustedText: z.array(z.object({ pointer: z.string(), text: z.string() })) });
const DAY_MS = 86_400_000;

/** The job of the prompt `chase_late_shipment`. */
export function* chaseLateShipment({ id }: { id: string }): Script {
  const answer = yield { tool: 'shipments_get', args: { id } };
  const { promisedOn, etaOn, status } = read(shipment, answer);
  const { untrustedText } = read(outside, answer);
  const tracking = untrustedText.find(({ pointer }) => pointer === '/trackingNumber')?.text ?? '';
  const events = read(timeline, yield { tool: 'shipments_get_timeline', args: { id, limit: 20 } }).items;
  const last = events.at(-1);
  const late = Math.round((Date.parse(etaOn) - Date.parse(promisedOn)) / DAY_MS);
  const seen = last ? `last ${last.bizStep} at ${last.eventTime}` : 'nothing heard of it';
  const question = status === 'delivered' ? `why did ${tracking} come late` : `where is ${tracking} now`;
  return `${late} days late, ${seen}. To the carrier: ${question}?`;
}
