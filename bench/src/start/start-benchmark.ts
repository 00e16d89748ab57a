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
  readonly cold: number[];
  readonly warm: number[];
}

const text = [
  'From the command to the first request that a token lets through, beside Keycloak alone, started by the same ' +
    'runner with the same options of its JVM. Cold: after `stack reset`, with nothing but what was downloaded; warm: ' +
    'after `stack down`. The workspace is compiled beforehand.',
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
): Promise<{ whole: Starts; keycloak: Starts }> {
  const whole: Starts = { cold: [], warm: [] };
  const keycloak: Starts = { cold: [], warm: [] };
  const contestants = [
    { name: 'the stack', starts: whole, start: () => stack.untilFirstRequest() },
    { name: 'Keycloak', starts: keycloak, start: () => stack.untilKeycloak() },
  ];
  await alternate(rounds, contestants, async ({ name, starts, start }) => {
    await stack.reset();
    say(`${name}, cold`);
    starts.cold.push(await start());
    await stack.down();
    say(`${name}, warm`);
    starts.warm.push(await start());
    await stack.down();
  });
  return { whole, keycloak };
}

function report(measurements: { whole: Starts; keycloak: Starts }): Report {
  const { whole, keycloak } = measurements;
  const kinds = (['cold', 'warm'] as const).map((kind) => ({
    kind,
    stack: spreadOf(whole[kind]),
    keycloak: spreadOf(keycloak[kind]),
    ratio: ratioOf(whole[kind], keycloak[kind]),
  }));
  return {
    name: 'start',
    text,
    tables: [
      {
        caption: 'Seconds',
        head: ['start', 'stack, to its first request', 'Keycloak alone', 'stack over Keycloak'],
        rows: kinds.map(({ kind, stack, keycloak: alone, ratio }) => [
          kind,
          spreadCell(stack, 1),
          spreadCell(alone, 1),
          spreadCell(ratio),
        ]),
      },
    ],
    plot: { title: "Time over Keycloak's own", panelTitle: '', groupTitle: 'start' },
    ratios: kinds.map(({ kind, ratio }) => ({ panel: 'start', group: kind, series: 'stack', ratio })),
    measurements,
  };
}
