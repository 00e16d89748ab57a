import { createClient } from '@stockade/clients';
import { inventory, jobs } from '@stockade/contracts';
import { handle, startConsumer } from '@stockade/queues';
import { type Assignment, type ConsumerMessage, consumerConcurrency, type Handled } from './assignment.js';
import { openBareWorker } from './bare-bullmq.js';
import type { DeliveredLine } from './delivered-lines.js';

/** What was handled is told in parcels, so that telling costs little. */
const PARCEL_MS = 5;
let parcel: Handled[] = [];

const tell = (message: ConsumerMessage) => process.send?.(message);

function handled(key: string): void {
  if (parcel.length === 0) {
    setTimeout(() => {
      tell({ handled: parcel });
      parcel = [];
    }, PARCEL_MS);
  }
  parcel.push([key, performance.timeOrigin + performance.now()]);
}

async function consume(assignment: Assignment): Promise<void> {
  if (assignment.consumer === 'bare') {
    const worker = openBareWorker(assignment.connection, async ({ data }) => handled(data.asnLineId));
    worker.on('error', (error) => tell({ failure: error.message }));
    await worker.waitUntilReady();
    worker.run().catch((error: Error) => tell({ failure: error.message }));
    return;
  }
  const effect = effectOf(assignment);
  await startConsumer({
    consumer: jobs.asnDelivered.consumer,
    connection: assignment.connection,
    concurrency: consumerConcurrency,
    jobs: [jobs.asnDelivered],
    handlers: [
      handle(jobs.asnDelivered, async (line) => {
        await effect(line);
        handled(line.asnLineId);
      }),
    ],
    onEvent: (event) => {
      if ('error' in event) tell({ failure: event.error.message });
    },
  });
}

/** What inventory_bot does with a delivered line: it has the API book it. */
function effectOf(assignment: Assignment): (line: DeliveredLine) => Promise<unknown> {
  if (!('api' in assignment)) return async () => undefined;
  const { url, token } = assignment.api;
  const client = createClient(inventory, { baseUrl: url, token: async () => token });
  return ({ asnLineId, sku, destination, quantity, deliveredOn }) =>
    client.recordReceipt({
      body: { asnLineId, sku, location: destination, quantity, receivedOn: deliveredOn },
    });
}

process.once('message', (assignment: Assignment) => {
  void consume(assignment).then(
    () => tell({ ready: true }),
    (error: unknown) => tell({ failure: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
