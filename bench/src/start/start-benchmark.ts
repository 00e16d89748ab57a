import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Benchmark, BenchmarkOptions } from '../benchmark.js';
import { closing } from '../closing.js';
import type { Report } from '../report/report.js';
import { spreadCell } from '../report/section.js';
import { ratioOf, spreadOf } from '../report/statistics.js';
import { repository } from '../repository.js';
import { alternate } from '../rounds.js';
import { TimedStack } from './timed-stack.js';

const run = promisify(execFile);
/** Away from those that a person's stack has. */
const portBase = 14_000;

/** Seconds, by round. */
interface Starts {
  readonly firstRequest: number[];
  readonly everything: number[];
  readonly keycloak: number[];
}

type Kind = 'cold' | 'warm';
interface Measurements extends Readonly<Record<Kind, Starts>> {
  /** Warm, by Keycloak's own script. */
  readonly shipped: number[];
}

const text = [
  'From the command to the first request that a token lets through, and until every process is ready, beside ' +
    'Keycloak alone, started by the same runner with the same options of its JVM, and warm also as its own script ' +
    'starts it (`kc.sh start --optimized`, the same build and data). Cold: after `stack reset`, with nothing but what ' +
    'was downloaded; warm: after `stack down`. The workspace is compiled beforehand.',
];

export const startBenchmark: Benchmark = {
  name: 'start',
  summary: "cold and warm start of the stack beside Keycloak's own",
  async run({ quick, say }) {
    say('compiling');
    await run(join(repository, 'node_modules', '.bin', 'tsc'), ['-b'], { cwd: repository });
    return closing(new TimedStack(portBase), async (stack) =>
      report(await compareStarts(stack, quick ? 2 : 5, say)),
    );
  },
};

async function compareStarts(
  stack: TimedStack,
  rounds: number,
  say: BenchmarkOptions['say'],
): Promise<Measurements> {
  const measured: Measurements = { cold: noStarts(), warm: noStarts(), shipped: [] };
  const wholeStack = async (kind: Kind) => {
    const { firstRequest, everything } = await stack.startWhole();
    measured[kind].firstRequest.push(firstRequest);
    measured[kind].everything.push(everything);
  };
  const keycloak = async (kind: Kind) => void measured[kind].keycloak.push(await stack.startKeycloak());
  const shipped = async () => void measured.shipped.push(await stack.startShippedKeycloak());
  const contestants = [
    { name: 'the stack', start: wholeStack, after: async () => {} },
    { name: 'Keycloak', start: keycloak, after: shipped },
  ];
  await alternate(rounds, contestants, async ({ name, start, after }) => {
    await stack.reset();
    for (const kind of ['cold', 'warm'] as const) {
      say(`${name}, ${kind}`);
      await start(kind);
      await stack.down();
    }
    await after();
  });
  return measured;
}

const noStarts = (): Starts => ({ firstRequest: [], everything: [], keycloak: [] });

function report(measurements: Measurements): Report {
  const { warm, shipped } = measurements;
  const overShipped = ratioOf(warm.firstRequest, shipped);
  const kinds = (['cold', 'warm'] as const).map((kind) => {
    const { firstRequest, everything, keycloak } = measurements[kind];
    return {
      kind,
      seconds: [firstRequest, everything, keycloak].map(spreadOf),
      ratio: ratioOf(firstRequest, keycloak),
      beside: kind === 'warm' ? [spreadCell(spreadOf(shipped), 1), spreadCell(overShipped)] : ['', ''],
    };
  });
  return {
    name: 'start',
    text,
    tables: [
      {
        caption: 'Seconds',
        head: [
          'start',
          'stack, first request',
          'stack, everything',
          'Keycloak alone',
          'first request over it',
          'Keycloak by `kc.sh`',
          'first request over it',
        ],
        rows: kinds.map(({ kind, seconds, ratio, beside }) => [
          kind,
          ...seconds.map((spread) => spreadCell(spread, 1)),
          spreadCell(ratio),
          ...beside,
        ]),
      },
    ],
    plot: { title: "Time over Keycloak's own", panelTitle: '', groupTitle: 'start' },
    ratios: [
      ...kinds.map(({ kind, ratio }) => ({ panel: 'start', group: kind, series: 'over ours', ratio })),
      { panel: 'start', group: 'warm', series: 'over kc.sh', ratio: overShipped },
    ],
    measurements,
  };
}
