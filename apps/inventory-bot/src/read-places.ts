import { type Client, listAll } from '@stockade/clients';
import type { actionMessage, demand, inventory, replenishmentRequest, transfer } from '@stockade/contracts';
import type { z } from 'zod';
import type { PlaceFacts } from './planning/place-facts.js';

const PAGE_SIZE = 200;
const OPEN = 'open';
const ORDERED = 'ordered';
const IN_TRANSIT = 'in_transit';

/** The whole of one location, or one SKU there. */
export interface Scope {
  readonly location: string;
  readonly sku?: string;
}

/**
 * Reads all that a plan is made from: nine lists, however many SKUs there are. Nothing is remembered from
 * one reading to the next: the API keeps the history summed up, so that reading it costs the same each day.
 *
 * The order of the lists matters, for the facts change between them. Goods go from open to ordered to the
 * level, or from transit, and a demand from open to off the level: read in this order, what moves meanwhile is seen
 * twice (or, a demand, not at all), and the plan buys too late by a day rather than twice.
 */
export async function readPlaces(
  api: Client<typeof inventory>,
  scope: Scope,
  today: string,
): Promise<PlaceFacts[]> {
  const query = { ...scope, limit: PAGE_SIZE };
  const settled = Promise.all([
    all(listAll(api.listReorderPolicies, { query })),
    all(listAll(api.listDemandHistory, { query: { ...query, until: today } })),
    all(listAll(api.listLeadTimes, { query })),
    all(listAll(api.listActionMessages, { query: { ...query, status: OPEN } })),
  ]);
  const moving = async () => {
    const open = await all(listAll(api.listReplenishmentRequests, { query: { ...query, status: OPEN } }));
    const [ordered, inTransit] = await Promise.all([
      all(listAll(api.listReplenishmentRequests, { query: { ...query, status: ORDERED } })),
      all(listAll(api.listTransfers, { query: { ...transfersTo(scope), status: IN_TRANSIT } })),
    ]);
    const levels = await all(listAll(api.listLevels, { query }));
    const demands = await all(listAll(api.listDemands, { query: { ...query, status: OPEN } }));
    return { requests: [...open, ...ordered], inTransit, levels, demands };
  };
  const [[policies, histories, leadTimes, messages], facts] = await Promise.all([settled, moving()]);
  return join({ policies, histories, leadTimes, messages, ...facts });
}

const transfersTo = ({ location: to, ...sku }: Scope) => ({ ...sku, to, limit: PAGE_SIZE });

interface Lists {
  readonly policies: readonly PlaceFacts['policy'][];
  readonly histories: readonly PlaceFacts['history'][];
  readonly leadTimes: readonly NonNullable<PlaceFacts['leadTimes']>[];
  readonly messages: readonly z.output<typeof actionMessage>[];
  readonly requests: readonly z.output<typeof replenishmentRequest>[];
  readonly inTransit: readonly z.output<typeof transfer>[];
  readonly levels: readonly PlaceFacts['level'][];
  readonly demands: readonly z.output<typeof demand>[];
}

function join({
  policies,
  histories,
  leadTimes,
  messages,
  requests,
  inTransit,
  levels,
  demands,
}: Lists): PlaceFacts[] {
  const policyOf = new Map(policies.map((policy) => [policy.sku, policy]));
  const historyOf = new Map(histories.map((history) => [history.sku, history]));
  const leadTimesOf = new Map(leadTimes.map((observed) => [observed.sku, observed]));
  const messagesOf = Map.groupBy(messages, ({ sku }) => sku);
  const inTransitOf = Map.groupBy(inTransit, ({ sku }) => sku);
  const demandsOf = Map.groupBy(demands, ({ sku }) => sku);
  // What became an order between the two lists is in both; the later reading stands.
  const distinct = new Map(requests.map((request) => [request.id, request]));
  const outstandingOf = Map.groupBy(distinct.values(), ({ sku }) => sku);
  return levels.flatMap((level) => {
    const policy = policyOf.get(level.sku);
    const history = historyOf.get(level.sku);
    // Opened after its list was read: the next sweep finds it whole.
    if (!policy || !history) return [];
    return {
      level,
      policy,
      history,
      leadTimes: leadTimesOf.get(level.sku),
      demands: demandsOf.get(level.sku) ?? [],
      outstanding: outstandingOf.get(level.sku) ?? [],
      inTransit: inTransitOf.get(level.sku) ?? [],
      openFacts: messagesOf.get(level.sku)?.map(({ fact }) => fact) ?? [],
    };
  });
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
