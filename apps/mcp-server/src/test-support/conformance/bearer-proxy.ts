import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** Stands before a server for clients that can send no token; all else goes through as it comes, `Host` too. */
export class BearerProxy {
  /** Requests that it has passed on. */
  passed = 0;

  private constructor(
    readonly url: string,
    private readonly server: ReturnType<typeof createServer>,
  ) {}

  /** @param token asked for at each request */
  static async start(target: string, token: () => Promise<string>): Promise<BearerProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const proxy = new BearerProxy(`http://127.0.0.1:${port}`, server);
    server.on('request', async (asked, answer) => {
      proxy.passed += 1;
      const { method, url = '' } = asked;
      const headers = { ...asked.headers, authorization: `Bearer ${await token()}` };
      const passing = request(new URL(url, target), { method, headers }, (given) => {
        answer.writeHead(given.statusCode ?? 502, given.headers);
        answer.flushHeaders();
        pipeline(given, answer).catch(() => undefined);
      });
      answer.once('close', () => passing.destroy());
      pipeline(asked, passing).catch(() => answer.destroy());
    });
    return proxy;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
