import type { AgentContext } from '@stockade/agent';
import { listAll } from '@stockade/clients';
import { type JobPayload, type jobs, Problem } from '@stockade/contracts';
import { chooseOffer, type SuppliedOffer } from './sourcing.js';

type Fact = JobPayload<typeof jobs.requestCreated>;
type Orders = Pick<AgentContext['orders'], 'listSuppliers' | 'listOffers' | 'createOrder'>;

/** What the placer needs of its agent. */
interface PlacerContext {
  readonly orders: Orders;
  readonly log: Pick<AgentContext['log'], 'info'>;
}

/** Chooses the supplier for a replenishment request and orders; a request that has its order already is done. */
export async function placeOrder(fact: Fact, { orders, log }: PlacerContext): Promise<void> {
  const choice = chooseOffer(await offersFor(fact, orders), fact);
  if (choice === undefined) {
    throw new Error(`No active supplier is left that offers ${fact.sku}: add an offer, then retry this job.`);
  }
  try {
    // No key of its own: that the request is unique makes a redelivered job harmless, and a retry may decide anew.
    const order = await orders.createOrder({
      body: {
        supplierId: choice.offer.supplierId,
        location: fact.location,
        orderedOn: fact.requestedOn,
        lines: [
          {
            requestId: fact.requestId,
            offerId: choice.offer.id,
            sku: fact.sku,
            quantity: choice.quantity,
            neededOn: fact.neededOn,
            candidates: [...choice.candidates],
          },
        ],
      },
    });
    log.info({ orderId: order.id, status: order.status, totalMinor: order.totalMinor }, 'ordered');
  } catch (error) {
    if (!(error instanceof Problem) || (error.code !== 'already_exists' && error.code !== 'conflict'))
      throw error;
    log.info({ requestId: fact.requestId, code: error.code }, 'the request needs no order any more');
  }
}

/** What everybody who has not declined the request before offered of the goods on its day. */
async function offersFor(
  { sku, requestedOn: asOf, declinedBy }: Fact,
  orders: Orders,
): Promise<SuppliedOffer[]> {
  const offers: SuppliedOffer[] = [];
  for await (const { id, status } of listAll(orders.listSuppliers, { query: { sku, limit: 200 } })) {
    if (declinedBy.includes(id)) continue;
    const own = listAll(orders.listOffers, { params: { id }, query: { sku, asOf } });
    for await (const offer of own) offers.push({ ...offer, supplierStatus: status });
  }
  return offers;
}
