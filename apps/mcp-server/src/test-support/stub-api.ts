import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';

/** What an API was asked. */
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
  /** Claims of the token that came with it. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Set when the caller hung up before it was answered. */
  isAborted: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An API that answers as a test tells it, and tells what it was asked. */
export class StubApi {
  readonly asked: Asked[] = [];
  answer: (asked: Asked) => Answer | Promise<Answer> = () => ({ status: 404, body: { code: 'not_found' } });
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  static async start(): Promise<StubApi> {
    const api = new StubApi();
    api.#server.listen(0, '127.0.0.1');
    await once(api.#server, 'listening');
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get last(): Asked {
    const last = this.asked.at(-1);
    if (!last) throw new Error('the API was asked nothing');
    return last;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = Buffer.concat(await request.toArray()).toString();
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const asked: Asked = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
      claims: decodeJwt(token),
      isAborted: false,
    };
    response.once('close', () => {
      asked.isAborted = !response.writableFinished;
    });
    this.asked.push(asked);
    const { status, body, headers } = await this.answer(asked);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  }
}
