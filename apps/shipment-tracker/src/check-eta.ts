import type { AgentContext } from '@stockade/agent';
import type { JobPayload, JobResult, jobs } from '@stockade/contracts';
import { assessJourney } from './assess-journey.js';

type Job = typeof jobs.etaCheck;

/** Reads how far shipments have come and returns what it found; recording it is the API's right, not the tracker's. */
export async function checkEta(
  { shipmentIds, businessDate }: JobPayload<Job>,
  { shipments, log }: Pick<AgentContext, 'shipments'> & { readonly log: Pick<AgentContext['log'], 'info'> },
): Promise<JobResult<Job>> {
  const query = { ids: shipmentIds.join(','), on: businessDate };
  const { journeys, histories } = await shipments.listJourneys({ query });
  const findings = journeys.map((journey) => assessJourney(journey, histories, businessDate));
  const exceptional = findings.filter(({ exceptions }) => exceptions.length > 0);
  if (exceptional.length > 0) log.info({ businessDate, findings: exceptional }, 'found');
  return { businessDate, findings };
}
