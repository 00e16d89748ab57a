import { queueDepths } from './queue-depths.js';
import { stackDone } from './running-stack.js';
import { until } from './until.js';

const movers = ['world', 'inventory-bot', 'order-placer', 'shipment-tracker'];
/** Queues of the jobs that the APIs do by themselves, soon after what they tell of. */
const aftermath: readonly string[] = ['order-drafts', 'order-facts', 'receipt-facts'];

/** Afterwards nothing but the tests changes data. */
export async function stopTheWorld(): Promise<void> {
  await stackDone('stop', ...movers);
  // Twice: what moves from one queue to the next while they are looked at is seen in neither.
  await until('the end of what the APIs still do', 60_000, async () =>
    (await isOver()) && (await isOver()) ? true : undefined,
  );
}

export async function startTheWorld(): Promise<void> {
  await stackDone('start', ...movers.toReversed());
}

const isOver = async (): Promise<boolean> =>
  (await queueDepths()).every(
    ({ queue, waiting, active, delayed }) => !aftermath.includes(queue) || waiting + active + delayed === 0,
  );
