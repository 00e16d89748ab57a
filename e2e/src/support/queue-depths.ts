import { z } from 'zod';
import { stackDone } from './running-stack.js';

const count = z.number();
const depths = z.array(
  z.object({ queue: z.string(), waiting: count, active: count, delayed: count, failed: count }),
);

/** How many jobs of each queue wait, are being worked on, wait for their time, and are dead letters. */
export const queueDepths = async () => depths.parse(JSON.parse(await stackDone('queues', '--json')));
