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
  readonly #connected: Promise<AsyncIterator<string>>;
  #socket: Socket | undefined;

  constructor() {
    // 0700: nobody else may drive the world.
    this.#directory = mkdtempSync(join(tmpdir(), 'stockade-replay-'));
    this.path = join(this.#directory, 'world.sock');
    this.#server = createServer();
    this.#connected = new Promise((resolve) => {
      this.#server.once('connection', (socket) => {
        this.#socket = socket;
        resolve(createInterface({ input: socket })[Symbol.asyncIterator]());
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
    await this.#connected;
    this.#socket?.write('advance\n');
    return this.#read();
  }

  /** Also where the world has never come. */
  close(): void {
    this.#socket?.destroy();
    this.#server.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #read(): Promise<string> {
    const lines = await this.#connected;
    const line = await lines.next();
    if (line.done) throw new Error('The world has ended; see `stack logs world`.');
    return line.value;
  }
}
