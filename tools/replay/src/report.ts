import { type Outcome, summarize, type Summary } from './outcome.js';
import type { ReplayOptions, ReplayResult } from './run-replay.js';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const millions = (usd: number): string => `${(usd / 1e6).toFixed(1)} M`;

const rows: readonly [label: string, value: (summary: Summary) => string][] = [
  ['fill rate by volume', (summary) => percent(summary.fillByVolume)],
  ['fill rate by line', (summary) => percent(summary.fillByLine)],
  ['stock-outs (lines short)', (summary) => String(summary.stockOuts)],
  ['average stock value, USD', (summary) => millions(summary.averageStockValueUsd)],
  ['orders', (summary) => String(summary.orders)],
  ['late deliveries', (summary) => String(summary.lateDeliveries)],
];

/** The result as a Markdown page: the agents beside the fixed rule, and what the audit counted. */
export function reportReplay({ from, to }: Pick<ReplayOptions, 'from' | 'to'>, result: ReplayResult): string {
  const agents = summarize(result.agents);
  const rule = summarize(result.fixedRule);
  return [
    `# Replay ${from} to ${to}`,
    '',
    '| | the agents | fixed rule: lead time + 180 days |',
    '|---|---:|---:|',
    ...rows.map(([label, value]) => `| ${label} | ${value(agents)} | ${value(rule)} |`),
    '',
    '![Stock value and fill rate](replay.svg)',
    '',
    `The platform took ${result.seconds.toFixed(0)} s. A script approved ${result.approvedByScript} orders that waited`,
    `for a person. Jobs given up: ${gaveUp(result)}.`,
    '',
    ...verdict(agents, rule),
    ...worseQuarters(result),
    '',
    `## ${result.audit.records} audit records`,
    '',
    '| agent | result | requests |',
    '|---|---|---:|',
    ...result.audit.byAgent.map(
      ({ agent, result: outcome, requests }) => `| ${agent} | ${outcome} | ${requests} |`,
    ),
    '',
  ].join('\n');
}

const gaveUp = ({ deadLetters }: ReplayResult): string =>
  deadLetters.size === 0
    ? 'none'
    : [...deadLetters].map(([queue, count]) => `${count} of ${queue}`).join(', ');

/** Where the agents do worse than the rule is said first. */
function verdict(agents: Summary, rule: Summary): string[] {
  const worse: string[] = [];
  const better: string[] = [];
  const compare = (label: string, difference: number, text: string) => {
    if (difference !== 0) (difference > 0 ? better : worse).push(`${label} (${text})`);
  };
  const pair = (a: string, b: string) => `${a} against ${b}`;
  compare(
    'fill rate by volume',
    agents.fillByVolume - rule.fillByVolume,
    pair(percent(agents.fillByVolume), percent(rule.fillByVolume)),
  );
  compare(
    'fill rate by line',
    agents.fillByLine - rule.fillByLine,
    pair(percent(agents.fillByLine), percent(rule.fillByLine)),
  );
  compare(
    'stock value',
    rule.averageStockValueUsd - agents.averageStockValueUsd,
    pair(millions(agents.averageStockValueUsd), millions(rule.averageStockValueUsd)),
  );
  compare('number of orders', rule.orders - agents.orders, pair(String(agents.orders), String(rule.orders)));
  return [
    `The agents do worse in: ${worse.join('; ') || 'nothing that was measured'}.`,
    `They do better in: ${better.join('; ') || 'nothing that was measured'}.`,
  ];
}

/** A total hides its bad months: the quarters in which the rule met more, or did with less stock. */
function worseQuarters({ agents, fixedRule }: ReplayResult): string[] {
  const quarters = byQuarter(agents);
  const lines = [...byQuarter(fixedRule)].flatMap(([quarter, rule]) => {
    const own = quarters.get(quarter);
    if (own === undefined) return [];
    const fill = rule.fillByVolume > own.fillByVolume;
    const stock = rule.averageStockValueUsd < own.averageStockValueUsd;
    const words = [
      ...(fill ? [`met ${percent(own.fillByVolume)} against ${percent(rule.fillByVolume)}`] : []),
      ...(stock
        ? [`held ${millions(own.averageStockValueUsd)} against ${millions(rule.averageStockValueUsd)}`]
        : []),
    ];
    return words.length > 0 ? [`- ${quarter}: ${words.join('; ')}`] : [];
  });
  return lines.length > 0 ? ['', 'Quarters in which they did worse than the rule:', '', ...lines] : [];
}

function byQuarter(outcome: Outcome): Map<string, Summary> {
  const quarterOf = (day: string) => `${day.slice(0, 4)} Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  const days = Map.groupBy(outcome.days, ({ day }) => quarterOf(day));
  return new Map([...days].map(([quarter, own]) => [quarter, summarize({ ...outcome, days: own })]));
}
