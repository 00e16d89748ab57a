import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { ScenarioRefused } from '../scenarios/scenario-refused.js';
import { type ControlAnswer, type ControlRequest, controlRequest } from './control-messages.js';

/** Bytes of a request, far more than any has. */
const LONGEST_REQUEST = 4096;

/** Answers a request; a ScenarioRefused is told as it stands. */
export type Control = (request: ControlRequest) => Omit<Extract<ControlAnswer, { ok: true }>, 'ok'>;

/** Takes requests, one a connection, from those who may open the socket: the user who started the stack. */
export function serveControl(socket: string, control: Control): Promise<{ close(): void }> {
  rmSync(socket, { force: true });
  const server = createServer((connection) => {
    connection.on('error', () => connection.destroy());
    takeLine(connection, (line) => connection.end(`${JSON.stringify(answerTo(line, control))}\n`));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => {
      chmodSync(socket, 0o600);
      resolve({ close: () => void server.close() });
    });
  });
}

function takeLine(connection: Socket, take: (line: string) => void): void {
  let received = 0;
  connection.on('data', (chunk) => {
    received += chunk.length;
    if (received > LONGEST_REQUEST) connection.destroy();
  });
  createInterface({ input: connection }).once('line', take);
}

function answerTo(line: string, control: Control): ControlAnswer {
  try {
    return { ok: true, ...control(controlRequest.parse(JSON.parse(line))) };
  } catch (error) {
    if (error instanceof ScenarioRefused)
      return { ok: false, message: error.message, unknown: error.unknown };
    if (error instanceof z.ZodError) return { ok: false, message: z.prettifyError(error), unknown: false };
    return { ok: false, message: error instanceof Error ? error.message : String(error), unknown: false };
  }
}
