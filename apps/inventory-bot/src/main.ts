import { createAgent } from '@stockade/agent';
import { jobs } from '@stockade/contracts';
import { handle } from '@stockade/queues';
import { bookReceipt } from './book-receipt.js';
import { bookTransfer } from './book-transfer.js';
import { replenish } from './replenish.js';

await createAgent({
  name: 'inventory_bot',
  handlers: (context) => [
    handle(jobs.sweepLocation, ({ location, businessDate }) =>
      replenish({ location }, businessDate, context),
    ),
    handle(jobs.levelChanged, ({ businessDate, ...place }) => replenish(place, businessDate, context)),
    handle(jobs.asnDelivered, (fact) => bookReceipt(fact, context)),
    handle(jobs.transferDue, (fact) => bookTransfer(fact, context)),
  ],
});
