import { type Summary, summarize } from '../outcome.js';
import { agentsRule } from './agents-rule.js';
import { fixedQuantity, orderUpTo } from './comparison-rules.js';
import type { Rule } from './place.js';
import { simulate } from './simulate.js';
import { simulationInput } from './simulation-input.js';

/** What a rule came to with one setting. */
export interface FrontierPoint {
  readonly setting: string;
  readonly summary: Summary;
}

/** A way of ordering over its range of settings: how much stock buys how much fill. */
export interface Frontier {
  readonly rule: string;
  /** The setting that people use, or that the platform starts with. */
  readonly usual: string;
  readonly points: readonly FrontierPoint[];
}

export interface FrontierInput {
  readonly root: string;
  readonly from: string;
  readonly to: string;
  readonly onPoint: (rule: string, setting: string) => void;
}

const AGENTS = 'the agents';
/** The service level that migrations give every place. */
const USUAL_SERVICE_LEVEL = 0.7;

const serviceLevels = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];
const coverDays = [30, 90, 180, 365, 730, 1460];
const percentOf = (share: number): string => `${Math.round(1000 * share) / 10} %`;

interface Family {
  readonly rule: string;
  readonly usual: string;
  readonly settings: readonly { readonly setting: string; readonly make: Rule }[];
}

const families: readonly Family[] = [
  {
    rule: AGENTS,
    usual: percentOf(USUAL_SERVICE_LEVEL),
    settings: serviceLevels.map((level) => ({ setting: percentOf(level), make: agentsRule(level) })),
  },
  {
    rule: 'order up to lead time + days of average demand',
    usual: '180 days',
    settings: coverDays.map((days) => ({ setting: `${days} days`, make: orderUpTo(days) })),
  },
  {
    rule: '(s, Q) with normal demand',
    usual: '95 %',
    settings: [...serviceLevels, 0.999].map((level) => ({
      setting: percentOf(level),
      make: fixedQuantity(level),
    })),
  },
];

/** Every rule with every setting over the same days, demands and lead times. */
export function frontiers({ root, from, to, onPoint }: FrontierInput): Frontier[] {
  const input = simulationInput(root, from, to);
  return families.map(({ rule, usual, settings }) => ({
    rule,
    usual,
    points: settings.map(({ setting, make }) => {
      const point = { setting, summary: summarize(simulate(input, make)) };
      onPoint(rule, setting);
      return point;
    }),
  }));
}
