import { millions, percent } from './figures.js';
import { type Outcome, type Summary, summarize } from './outcome.js';
import type { NamedOutcome, ReplayOptions, ReplayResult } from './run-replay.js';

const rows: readonly [label: string, value: (summary: Summary) => string][] = [
  ['fill rate by volume', (summary) => percent(summary.fillByVolume)],
  ['fill rate by line', (summary) => percent(summary.fillByLine)],
  ['stock-outs (lines short)', (summary) => String(summary.stockOuts)],
  ['average stock value, USD', (summary) => millions(summary.averageStockValueUsd)],
  ['orders', (summary) => String(summary.orders)],
  ['late deliveries', (summary) => String(summary.lateDeliveries)],
];

/** The result as a Markdown page: the agents beside the rules, and what the audit counted. */
export function reportReplay({ from, to }: Pick<ReplayOptions, 'from' | 'to'>, result: ReplayResult): string {
  const columns = [{ name: 'the agents', outcome: result.agents }, ...result.rules].map(
    ({ name, outcome }) => ({ name, summary: summarize(outcome) }),
  );
  return [
    `# Replay ${from} to ${to}`,
    '',
    `| | ${columns.map(({ name }) => name).join(' | ')} |`,
    `|---|${columns.map(() => '---:|').join('')}`,
    ...rows.map(
      ([label, value]) => `| ${label} | ${columns.map(({ summary }) => value(summary)).join(' | ')} |`,
    ),
    '',
    '![Stock value and fill rate](replay.svg)',
    '',
    ...reportEta(result),
    `The platform took ${result.seconds.toFixed(0)} s. A script approved ${result.approvedByScript} orders that waited`,
    `for a person. Jobs given up: ${gaveUp(result)}.`,
    ...result.rules.flatMap((rule) => [
      '',
      `## Beside ${rule.name}`,
      '',
      ...verdict(summarize(result.agents), summarize(rule.outcome)),
      ...worseQuarters(result.agents, rule),
    ]),
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

/** What the tracker called late beside what came late. */
function reportEta({ eta, exceptions }: Pick<ReplayResult, 'eta' | 'exceptions'>): string[] {
  const raised = [...exceptions].map(([kind, count]) => `${count} ${kind}`).join(', ');
  return [
    '## Exceptions of the shipment tracker',
    '',
    '| | |',
    '|---|---:|',
    `| shipments whose lateness is decided | ${eta.shipments} |`,
    `| came late | ${eta.late} |`,
    `| called late | ${eta.flagged} |`,
    `| precision | ${percent(eta.precision)} |`,
    `| recall | ${percent(eta.recall)} |`,
    `| recall before the promised day | ${percent(eta.recallBeforePromise)} |`,
    `| median lead, days before the promised day | ${eta.medianLead ?? '-'} |`,
    '',
    `Late: by more than four hours and a tenth of the way. Raised in all: ${raised || 'none'}.`,
    '',
    '![Lead of the flags](eta.svg)',
    '',
  ];
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
function worseQuarters(agents: Outcome, { outcome }: NamedOutcome): string[] {
  const quarters = byQuarter(agents);
  const lines = [...byQuarter(outcome)].flatMap(([quarter, rule]) => {
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
