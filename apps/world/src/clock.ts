import { setTimeout as wait } from 'node:timers/promises';
import type { World } from './world.js';

/** Lives a business day every `dayMs` of the wall clock, until it is stopped or the history ends. */
export async function runPaced(
  world: World,
  lastDay: string,
  dayMs: number,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted && world.today < lastDay) {
    const pause = wait(dayMs, undefined, { signal: stop }).catch(() => undefined);
    await world.advance();
    await pause;
  }
}

/** Lives a business day whenever the parent process says `advance`, and answers with the day that was closed. */
export function followParent(world: World, parent: NodeJS.Process): void {
  parent.on('message', (message) => {
    if (message !== 'advance') return;
    world.advance().then(
      (day) => parent.send?.({ day }),
      (error: unknown) => parent.send?.({ error: error instanceof Error ? error.message : String(error) }),
    );
  });
  parent.send?.({ day: world.today });
}
