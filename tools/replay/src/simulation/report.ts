import { millions, percent } from '../figures.js';
import type { Frontier, FrontierPoint } from './frontier.js';

/** The frontiers as a Markdown page: what the rules come to, and what the agents' fill would cost by the best of them. */
export function reportSimulation(from: string, to: string, frontiers: readonly Frontier[]): string {
  const [agents, ...others] = frontiers;
  if (agents === undefined) throw new Error('There is nothing to report.');
  return [
    `# Simulation ${from} to ${to}`,
    '',
    'The same demand, opening stock, prices and lead times for every rule; what is not in stock on the day is lost.',
    'An order of one day for one place takes the lead time that the world draws for it from the purchases of its',
    'item, whoever orders. Nothing of the platform runs here: this is the arithmetic of its planner, in seconds.',
    '',
    '![Fill rate over stock value](frontier.svg)',
    '',
    ...reached(usualPoint(agents), others),
    '',
    '| rule | setting | filled by volume | by line | lines short | average stock, USD | orders |',
    '|---|---|---:|---:|---:|---:|---:|',
    ...frontiers.flatMap(rowsOf),
    '',
    'In bold the setting that the platform starts with, and those that people use.',
    '',
  ].join('\n');
}

const usualPoint = ({ points, usual }: Frontier): FrontierPoint => {
  const point = points.find(({ setting }) => setting === usual);
  if (point === undefined) throw new Error(`No point was simulated for ${usual}.`);
  return point;
};

function rowsOf({ rule, usual, points }: Frontier): string[] {
  return points.map(({ setting, summary }) => {
    const name = setting === usual ? `**${setting}**` : setting;
    const cells = [
      percent(summary.fillByVolume, 2),
      percent(summary.fillByLine, 2),
      summary.stockOuts,
      millions(summary.averageStockValueUsd),
      summary.orders,
    ];
    return `| ${rule} | ${name} | ${cells.join(' | ')} |`;
  });
}

function reached({ summary }: FrontierPoint, others: readonly Frontier[]): string[] {
  const own = `The agents fill ${percent(summary.fillByVolume, 2)} of the volume and ${percent(summary.fillByLine, 2)} of the lines from ${millions(summary.averageStockValueUsd)} USD.`;
  const rivals = others.flatMap(({ rule, points }) => points.map((point) => ({ rule, ...point })));
  const [cheapest] = rivals
    .filter((rival) => rival.summary.fillByVolume >= summary.fillByVolume)
    .toSorted((a, b) => a.summary.averageStockValueUsd - b.summary.averageStockValueUsd);
  if (cheapest !== undefined) {
    const stock = cheapest.summary.averageStockValueUsd;
    const share = percent(summary.averageStockValueUsd / stock, 0);
    return [
      own,
      `The best rule needs ${millions(stock)} for that (${cheapest.rule}, ${cheapest.setting}): the agents do with ${share} of it.`,
    ];
  }
  const [best] = rivals.toSorted((a, b) => b.summary.fillByVolume - a.summary.fillByVolume);
  if (best === undefined) return [own];
  return [
    own,
    `No rule reaches that with any setting that was tried: the best fills ${percent(best.summary.fillByVolume, 2)} from ${millions(best.summary.averageStockValueUsd)} (${best.rule}, ${best.setting}).`,
  ];
}
