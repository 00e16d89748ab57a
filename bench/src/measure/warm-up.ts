import type { Load } from './load.js';
import type { LoadGenerator } from './load-generator.js';

const CONNECTIONS = 64;

/** V8 compiles what it has seen often: a server that has just started costs several times as much. */
export async function warmUp(
  generator: LoadGenerator,
  asked: Pick<Load, 'url' | 'requests'>,
  seconds: number,
): Promise<void> {
  await generator.run({ ...asked, connections: CONNECTIONS, lasting: { seconds } });
}
