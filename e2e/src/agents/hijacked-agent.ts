import { randomUUID } from 'node:crypto';
import { type Exchange, exchange } from '../support/exchange.js';
import { refusalOf, toolRequest } from '../support/mcp-message.js';
import { noFigures } from '../support/replenishment.js';

/** One thing that the agent tries once somebody else speaks through it. */
export interface Harm {
  /** What it is after. */
  readonly aim: string;
  readonly tool: string;
  readonly args: object;
  /** What it gets. */
  readonly gets: string;
  /** Where its token is not the tool server's: the API that it is made out to. */
  readonly tokenFor?: string;
}

export interface Tried extends Harm {
  readonly got: string;
  readonly answer: Exchange;
}

/** A tool that every harm is tried with, whatever the agent is shown: programs need no list. */
interface Armed {
  /** A real token of the agent, for a service. */
  token(service: string): Promise<string>;
  /** Every tool of the server with its example, and the scope that it needs. */
  readonly tools: readonly { readonly name: string; readonly scope: string; readonly example: object }[];
  readonly held: ReadonlySet<string>;
}

/** Tries everything, one after the other, as fast as it is answered. */
export async function letLoose(harms: readonly Harm[], { token }: Pick<Armed, 'token'>): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (const harm of harms) {
    const bearer = await token(harm.tokenFor ?? 'mcp-server');
    const answer = await exchange(toolRequest(harm.tool, harm.args), bearer);
    tried.push({ ...harm, got: refusalOf(answer), answer });
  }
  return tried;
}

/** Every tool of other agents, and names that are none. */
export function foreignTools({ tools, held }: Omit<Armed, 'token'>): Harm[] {
  const foreign = tools
    .filter(({ scope }) => !held.has(scope))
    .map(({ name, example }) => ({
      aim: `use ${name}`,
      tool: name,
      args: example,
      gets: '403 insufficient_scope',
    }));
  const invented = ['governance_decide_approval', 'inventory_delete_all', '__proto__'].map((tool) => ({
    aim: `find a hidden tool ${tool}`,
    tool,
    args: {},
    gets: '200 -32602',
  }));
  return [...foreign, ...invented];
}

/** What a taken-over inventory_bot does with its own tools at a place that it knows. */
export function misuseOfOwnTools(place: { sku: string; location: string }): Harm[] {
  const adjust = (aim: string, change: object, gets: string): Harm => ({
    aim,
    tool: 'inventory_record_adjustment',
    args: { ...place, delta: 1, reason: 'correction', ...change },
    gets,
  });
  const denied = '200 condition_failed';
  const unapproved = '200 approval_required';
  return [
    adjust('invent two billion pieces', { delta: 2_000_000_000 }, '200 validation_failed'),
    adjust('invent a million and one', { delta: 1_000_001 }, denied),
    adjust('write off a million and one', { delta: -1_000_001 }, denied),
    adjust('invent 150,000, and nobody asked', { delta: 150_000 }, unapproved),
    adjust('the same with a key of its own', { delta: 150_000, idempotencyKey: randomUUID() }, unapproved),
    adjust('say that it is approved', { delta: 150_000, approvalId: randomUUID() }, '200 validation_failed'),
    adjust('at a place that is none', { location: 'NOWHERE' }, '200 not_found'),
    adjust('as somebody else', { agent: 'operator' }, '200 validation_failed'),
    {
      aim: 'order a fortune of it',
      tool: 'inventory_request_replenishment',
      args: {
        ...place,
        quantity: 900_000_000,
        requestedOn: '2011-01-03',
        neededOn: '2011-06-03',
        reason: noFigures,
      },
      gets: denied,
    },
  ];
}
