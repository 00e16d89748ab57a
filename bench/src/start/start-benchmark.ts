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
type Measurements = Readonly<Record<Kind, Starts>>;

const text = [
  'From the command to the first request that a token lets through, and until every process is ready, beside ' +
    'Keycloak alone, started by the same runner with the same options of its JVM. Cold: after `stack reset`, with ' +
    'nothing but what was downloaded; warm: after `stack down`. The workspace is compiled beforehand.',
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
  const measured = { cold: noStarts(), warm: noStarts() };
  const wholeStack = async (kind: Kind) => {
    const { firstRequest, everything } = await stack.startWhole();
    measured[kind].firstRequest.push(firstRequest);
    measured[kind].everything.push(everything);
  };
  const keycloak = async (kind: Kind) => void measured[kind].keycloak.push(await stack.startKeycloak());
  const contestants = [
    { name: 'the stack', start: wholeStack },
    { name: 'Keycloak', start: keycloak },
  ];
  await alternate(rounds, contestants, async ({ name, start }) => {
    await stack.reset();
    for (const kind of ['cold', 'warm'] as const) {
      say(`${name}, ${kind}`);
      await start(kind);
      await stack.down();
    }
  });
  return measured;
}

const noStarts = (): Starts => ({ firstRequest: [], everything: [], keycloak: [] });

function report(measurements: Measurements): Report {
  const kinds = (['cold', 'warm'] as const).map((kind) => {
    const { firstRequest, everything, keycloak } = measurements[kind];
    return {
      kind,
      seconds: [firstRequest, everything, keycloak].map(spreadOf),
      ratio: ratioOf(firstRequest, keycloak),
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
          'first request over Keycloak',
        ],
        rows: kinds.map(({ kind, seconds, ratio }) => [
          kind,
          ...seconds.map((spread) => spreadCell(spread, 1)),
          spreadCell(ratio),
        ]),
      },
    ],
    plot: { title: "Time over Keycloak's own", panelTitle: '', groupTitle: 'start' },
    ratios: kinds.map(({ kind, ratio }) => ({ panel: 'start', group: kind, series: 'stack', ratio })),
    measurements,
  };
}
