import type { AgentContext } from '@stockade/agent';
import { listAll } from '@stockade/clients';
import type { JobPayload, JobResult, jobs } from '@stockade/contracts';
import { assessShipment } from './assess-shipment.js';

type Job = typeof jobs.etaCheck;

/** Reads a shipment and its events and returns what it found; recording it is the API's right, not the tracker's. */
export async function checkEta(
  fact: JobPayload<Job>,
  { shipments, log }: Pick<AgentContext, 'shipments' | 'log'>,
): Promise<JobResult<Job>> {
  const params = { id: fact.shipmentId };
  const [shipment, events] = await Promise.all([
    shipments.getShipment({ params }),
    Array.fromAsync(listAll(shipments.listShipmentEvents, { params, query: { limit: 200 } })),
  ]);
  const finding = assessShipment(shipment, events, fact.businessDate);
  if (finding.exceptions.length > 0) log.info({ ...finding }, 'found');
  return finding;
}
