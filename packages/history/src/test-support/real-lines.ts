import { fileURLToPath } from 'node:url';
import { readDeliveryLines } from '../delivery-line.js';

/** The data set itself. */
export const realLines = readDeliveryLines(
  fileURLToPath(new URL('../../../../data/scms-delivery-history.csv', import.meta.url)),
);
