import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Sets the pace of the world: it connects to this socket, and lives a business day for each line it is sent. */
export class WorldDriver {
  readonly path: string;
  readonly #directory: string;
  readonly #server: Server;
  readonly #connected: Promise<{ socket: Socket; lines: AsyncIterator<string> }>;

  constructor() {
    // 0700: nobody else may drive the world.
    this.#directory = mkdtempSync(join(tmpdir(), 'stockade-replay-'));
    this.path = join(this.#directory, 'world.sock');
    this.#server = createServer();
    this.#connected = new Promise((resolve) => {
      this.#server.once('connection', (socket) => {
        resolve({ socket, lines: createInterface({ input: socket })[Symbol.asyncIterator]() });
      });
    });
    this.#server.listen(this.path);
  }

  /** The business day that was closed last when the world came up. */
  async lastClosedDay(): Promise<string> {
    return this.#read();
  }

  /** Lives one more day and answers with it. @throws Error when the world has gone */
  async advance(): Promise<string> {
    const { socket } = await this.#connected;
    socket.write('advance\n');
    return this.#read();
  }

  async close(): Promise<void> {
    const { socket } = await this.#connected;
    socket.destroy();
    this.#server.close();
    rmSync(this.#directory, { recursive: true });
  }

  async #read(): Promise<string> {
    const { lines } = await this.#connected;
    const line = await lines.next();
    if (line.done) throw new Error('The world has ended; see `stack logs world`.');
    return line.value;
  }
}
