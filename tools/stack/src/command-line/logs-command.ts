import { createReadStream, existsSync, readdirSync, statSync, watchFile } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Layout, logFile } from '../layout.js';
import { UnknownName } from '../supervisor/unknown-name.js';

const followEveryMs = 200;

/** Prints a log from its start; following ends with Ctrl-C. */
export async function printLog(layout: Layout, name: string, follow: boolean): Promise<void> {
  const file = logFile(layout, name);
  if (!existsSync(file)) throw new UnknownName(`log of ${name}`, known(layout));
  let printed = await print(file, 0);
  if (!follow) return;
  let turn = Promise.resolve();
  watchFile(file, { interval: followEveryMs }, () => {
    turn = turn.then(async () => {
      // It was put aside or emptied: what is there now is new.
      const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0 };
      if (size < printed) printed = 0;
      printed = await print(file, printed);
    });
  });
}

/** @returns how far the file is printed now */
async function print(file: string, from: number): Promise<number> {
  const { size } = statSync(file);
  if (size <= from) return from;
  await pipeline(createReadStream(file, { start: from, end: size - 1 }), process.stdout, { end: false });
  return size;
}

function known({ logs }: Layout): string[] {
  if (!existsSync(logs)) return [];
  return readdirSync(logs).flatMap((file) => /^(.+)\.log$/.exec(file)?.[1] ?? []);
}
