import type { AgentContext } from '@stockade/agent';
import { listAll } from '@stockade/clients';
import { type JobPayload, type jobs, Problem } from '@stockade/contracts';
import { chooseOffer, type Offer } from './sourcing.js';

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
            candidates: choice.candidates,
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

/** What the suppliers offer that have not declined the request before. */
async function offersFor({ sku, declinedBy }: Fact, orders: Orders): Promise<Offer[]> {
  const offers: Offer[] = [];
  for await (const supplier of listAll(orders.listSuppliers, { query: { sku, limit: 200 } })) {
    if (supplier.status !== 'active' || declinedBy.includes(supplier.id)) continue;
    const own = listAll(orders.listOffers, { params: { id: supplier.id }, query: { sku } });
    offers.push(...(await Array.fromAsync(own)));
  }
  return offers;
}
