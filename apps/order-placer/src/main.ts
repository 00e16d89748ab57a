import { createAgent } from '@stockade/agent';
import { jobs } from '@stockade/contracts';
import { handle } from '@stockade/queues';
import { placeOrder } from './place-order.js';

await createAgent({
  name: 'order_placer',
  handlers: (context) => [handle(jobs.requestCreated, (fact) => placeOrder(fact, context))],
});
