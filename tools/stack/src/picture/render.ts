import { printable } from '../printable.js';
import type { AgentActivity, AuditLine, Counts, Snapshot } from './snapshot.js';

const orderStatuses = [
  'pending_approval',
  'approved',
  'sent',
  'acknowledged',
  'partially_received',
  'received',
];
const shipmentStatuses = ['planned', 'pre_transit', 'in_transit', 'out_for_delivery', 'delivered'];
const fewestRecords = 3;
const number = new Intl.NumberFormat('en-US');

/** How much fits on the terminal. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
}

/** What the picture tells of the stack besides the snapshot, in words. */
export interface Words {
  /** How the processes are. */
  readonly processes: string;
  /** Where the APIs answer. */
  readonly addresses: string;
}

/** The picture for a terminal: no line wider than it, and as many audit records as it has room for. */
export function renderPicture(snapshot: Snapshot, words: Words, { columns, rows }: Screen): string {
  const lines = [
    ...headLines(snapshot, words),
    ...snapshot.agents.map(agentLine),
    '',
    'Newest audit records',
  ];
  const records = snapshot.audit.slice(0, Math.max(fewestRecords, rows - lines.length));
  return [...lines, ...records.map(auditLine)].map((line) => line.slice(0, columns)).join('\n');
}

function headLines(snapshot: Snapshot, { processes, addresses }: Words): string[] {
  const { stock } = snapshot;
  return [
    `Stockade · business day ${snapshot.businessDate ?? '-'} · Ctrl-C stops everything`,
    '',
    `Stock      ${number.format(stock.units)} units · ${stock.levels} levels · ${stock.low} low · ${stock.empty} empty`,
    `Orders     ${counts(snapshot.orders, orderStatuses)}`,
    `Shipments  ${counts(snapshot.shipments, shipmentStatuses)}`,
    `Processes  ${processes}`,
    ...deadLetterWords(snapshot.deadLetters).map((words) => `Dead jobs  ${words}`),
    `APIs       ${addresses}`,
    '',
    `${'Requests'.padEnd(20)}${'in the last minute'.padStart(30)}${'in total'.padStart(33)}`,
    `${''.padEnd(20)}${heads()}${'   '}${heads()}`,
  ];
}

/** The same in one line, for where there is no terminal. */
export function renderLine(snapshot: Snapshot, processes: string): string {
  const { stock, agents, audit } = snapshot;
  const sum = (outcome: keyof AgentActivity['total']) =>
    agents.reduce((all, { total }) => all + total[outcome], 0);
  const newest = audit[0];
  return [
    `day ${snapshot.businessDate ?? '-'}`,
    `stock ${number.format(stock.units)} units, ${stock.low} low, ${stock.empty} empty`,
    `orders ${counts(snapshot.orders, orderStatuses)}`,
    `shipments ${counts(snapshot.shipments, shipmentStatuses)}`,
    `processes ${processes}`,
    ...deadLetterWords(snapshot.deadLetters).map((words) => `dead jobs ${words}`),
    `requests ${sum('allowed')} allowed, ${sum('denied')} denied, ${sum('failed')} failed`,
    ...(newest ? [auditLine(newest).trim()] : []),
  ].join(' | ');
}

/** At most one text: of an empty dead-letter queue nothing is said. */
function deadLetterWords(deadLetters: Counts): string[] {
  const words = Object.entries(deadLetters).map(([queue, count]) => `${number.format(count)} in ${queue}`);
  return words.length === 0 ? [] : [`${words.join(' · ')} (\`pnpm stack queues QUEUE\`)`];
}

/** In the order of their life, then whatever else there is. */
function counts(byStatus: Counts, order: readonly string[]): string {
  const statuses = [...order, ...Object.keys(byStatus).filter((status) => !order.includes(status))];
  const present = statuses.filter((status) => byStatus[status] !== undefined);
  const words = present.map(
    (status) => `${number.format(byStatus[status] ?? 0)} ${status.replaceAll('_', ' ')}`,
  );
  return words.length === 0 ? 'none yet' : words.join(' · ');
}

function heads(): string {
  return ['allowed', 'denied', 'failed'].map((word) => word.padStart(10)).join('');
}

function agentLine({ agent, lastMinute, total }: AgentActivity): string {
  const tally = ({ allowed, denied, failed }: AgentActivity['total']) =>
    [allowed, denied, failed].map((count) => number.format(count).padStart(10)).join('');
  return `${agent.padEnd(20)}${tally(lastMinute)}   ${tally(total)}`;
}

function auditLine({ at, agent, action, resource, result, reason }: AuditLine): string {
  const time = at.toISOString().slice(11, 19);
  const outcome = reason === null ? result : `${result} (${reason})`;
  // An attacker chooses the path.
  return `  ${time} ${outcome.padEnd(10)} ${printable(`${agent.padEnd(18)} ${action} ${resource}`)}`;
}
