import type { AgentActivity } from './snapshot.js';

/** Requests of one agent with one result, since the time up to which they were counted before. */
export interface CountedRequests {
  readonly agent: string;
  readonly result: string;
  /** Before the time up to which they are counted now for good. */
  readonly settled: number;
  /** All since, the settled ones among them. */
  readonly fresh: number;
  readonly lastMinute: number;
}

type Outcome = 'allowed' | 'denied' | 'failed';

/** Adds up requests by agent, so that no look has to count the whole audit again. */
export class RequestTally {
  private readonly settled = new Map<string, Record<Outcome, number>>();

  /** Takes one look at the newest requests. @returns all agents seen so far, by name */
  take(counted: readonly CountedRequests[]): AgentActivity[] {
    for (const { agent } of counted) this.settledOf(agent);
    const activity = [...this.settled].map(([agent, before]) => {
      const own = counted.filter((requests) => requests.agent === agent);
      const sum = (outcome: Outcome, field: 'fresh' | 'lastMinute') =>
        own
          .filter(({ result }) => outcomeOf(result) === outcome)
          .reduce((all, requests) => all + requests[field], 0);
      const tally = (value: (outcome: Outcome) => number) => ({
        allowed: value('allowed'),
        denied: value('denied'),
        failed: value('failed'),
      });
      return {
        agent,
        lastMinute: tally((outcome) => sum(outcome, 'lastMinute')),
        total: tally((outcome) => before[outcome] + sum(outcome, 'fresh')),
      };
    });
    for (const { agent, result, settled } of counted) this.settledOf(agent)[outcomeOf(result)] += settled;
    return activity.sort((a, b) => a.agent.localeCompare(b.agent));
  }

  private settledOf(agent: string): Record<Outcome, number> {
    const known = this.settled.get(agent) ?? { allowed: 0, denied: 0, failed: 0 };
    this.settled.set(agent, known);
    return known;
  }
}

/** A request over the limit was refused as well. */
function outcomeOf(result: string): Outcome {
  if (result === 'allowed' || result === 'failed') return result;
  return 'denied';
}
