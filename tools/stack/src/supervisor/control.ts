import { chmodSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { UnitFailure } from './unit.js';
import { UnknownName } from './unknown-name.js';

const command = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('up'), only: z.array(z.string()) }),
  z.strictObject({ command: z.literal('start'), names: z.array(z.string()) }),
  z.strictObject({ command: z.literal('stop'), names: z.array(z.string()) }),
  z.strictObject({ command: z.literal('down') }),
]);
/** What a running supervisor can be asked to do. `up` is answered when the stack is ready, with what `only` names. */
export type Command = z.infer<typeof command>;

const answer = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true) }),
  z.strictObject({
    ok: z.literal(false),
    message: z.string(),
    unknown: z.strictObject({ asked: z.string(), known: z.array(z.string()) }).optional(),
    failure: z
      .strictObject({ unit: z.string(), reason: z.string(), lastLines: z.array(z.string()) })
      .optional(),
  }),
]);
type Answer = z.infer<typeof answer>;

export interface ControlServer {
  close(): void;
}

/** Takes commands, a JSON line each, from those who may open the socket: the user who started the stack. */
export function serveControl(
  socket: string,
  run: (command: Command) => Promise<void>,
): Promise<ControlServer> {
  rmSync(socket, { force: true });
  const server = createServer((connection) => {
    connection.on('error', () => connection.destroy());
    createInterface({ input: connection }).once('line', (line) => void reply(connection, line, run));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => {
      chmodSync(socket, 0o600);
      resolve({ close: () => void server.close() });
    });
  });
}

/** @throws Error with what the supervisor said; UnitFailure; UnknownName */
export async function sendCommand(socket: string, request: Command): Promise<void> {
  const result = await exchange(socket, request);
  if (result.ok) return;
  const { failure, unknown } = result;
  if (failure !== undefined) throw new UnitFailure(failure.unit, failure.reason, failure.lastLines);
  if (unknown !== undefined) throw new UnknownName(unknown.asked, unknown.known);
  throw new Error(result.message);
}

async function reply(
  connection: Socket,
  line: string,
  run: (command: Command) => Promise<void>,
): Promise<void> {
  let result: Answer = { ok: true };
  try {
    await run(command.parse(JSON.parse(line)));
  } catch (error) {
    result = refusal(error);
  }
  if (!connection.destroyed) connection.end(`${JSON.stringify(result)}\n`);
}

function refusal(error: unknown): Answer {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UnknownName) {
    return { ok: false, message, unknown: { asked: error.asked, known: [...error.known] } };
  }
  if (!(error instanceof UnitFailure)) return { ok: false, message };
  return {
    ok: false,
    message,
    failure: { unit: error.unit, reason: error.reason, lastLines: [...error.lastLines] },
  };
}

function exchange(socket: string, request: Command): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const connection = createConnection(socket);
    connection.once('error', reject);
    connection.once('connect', () => connection.write(`${JSON.stringify(request)}\n`));
    const lines = createInterface({ input: connection });
    lines.on('error', reject);
    lines.once('line', (line) => resolve(answer.parse(JSON.parse(line))));
    connection.once('close', () => reject(new Error('The supervisor ended before it answered.')));
  });
}
