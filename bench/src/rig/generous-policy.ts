import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { repository } from '../repository.js';

/** The agents that requests come from. */
const agents = ['inventory_bot', 'order_placer', 'shipment_tracker'];
/** More than any machine answers; drawn in leases of the same share as every limit. */
const generous = { requestsPerMinute: 6_000_000, burst: 0, toolCallsPerMinute: 6_000_000 };

/** Writes access.yaml with room for the load; the rest is as it is. */
export function writeGenerousPolicy(file: string): void {
  const document = parseDocument(readFileSync(join(repository, 'access.yaml'), 'utf8'));
  for (const agent of agents) document.setIn(['agents', agent, 'limits'], generous);
  writeFileSync(file, document.toString());
}
