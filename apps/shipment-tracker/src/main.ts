import { createAgent } from '@stockade/agent';
import { jobs } from '@stockade/contracts';
import { handle } from '@stockade/queues';
import { checkEta } from './check-eta.js';

await createAgent({
  name: 'shipment_tracker',
  handlers: (context) => [handle(jobs.etaCheck, (fact) => checkEta(fact, context))],
});
