import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { type ControlAnswer, type ControlRequest, controlAnswer } from '@stockade/world';

/** Nobody listens: the stack, or its world, does not run. */
export class WorldNotRunning extends Error {
  override readonly name = 'WorldNotRunning';
}

/** Asks the running world. @throws WorldNotRunning */
export function askWorld(socket: string, request: ControlRequest): Promise<ControlAnswer> {
  return new Promise((resolve, reject) => {
    const connection = createConnection(socket);
    connection.once('error', (error) => reject(isAbsent(error) ? new WorldNotRunning() : error));
    connection.once('connect', () => connection.write(`${JSON.stringify(request)}\n`));
    connection.once('close', () => reject(new Error('The world ended before it answered; ask again.')));
    const lines = createInterface({ input: connection });
    lines.on('error', reject);
    lines.once('line', (line) => resolve(controlAnswer.parse(JSON.parse(line))));
  });
}

const isAbsent = (error: Error) =>
  'code' in error && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED');
