import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { World } from './world.js';

/** Lives a business day every `dayMs` of the wall clock, until the history ends. */
export async function runPaced(world: World, lastDay: string, dayMs: number): Promise<void> {
  while (world.today < lastDay) {
    const pause = wait(dayMs);
    await world.advance();
    await pause;
  }
}

/**
 * Lives a business day for each line that comes over a local socket, and answers with a line: the day that was
 * closed. Whoever made the socket sets the pace.
 */
export async function runDriven(world: World, socketPath: string): Promise<void> {
  const socket = connect(socketPath);
  socket.write(`${world.today}\n`);
  for await (const _line of createInterface({ input: socket })) {
    socket.write(`${await world.advance()}\n`);
  }
}
