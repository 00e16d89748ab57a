import { Agent, type IncomingMessage, request as send } from 'node:http';
import type { Fetch, HttpAnswer, HttpRequest } from './exchange.js';

/**
 * `fetch` for plain HTTP on connections that stay open, at about half the processor time of Node's own: for servers
 * that call an API for each request of theirs.
 */
export function keepAliveFetch(): { fetch: Fetch; close(): void } {
  const agent = new Agent({ keepAlive: true });
  return { fetch: (url, request) => exchange(agent, url, request), close: () => agent.destroy() };
}

function exchange(agent: Agent, url: URL, request: HttpRequest): Promise<HttpAnswer> {
  const { method, headers, body, signal } = request;
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) =>
      reject(signal.aborted ? signal.reason : new TypeError('the exchange failed', { cause }));
    const sent = send(url, { agent, method, headers }, (answer) => read(answer, resolve, fail));
    const abort = () => sent.destroy();
    sent.once('error', fail).once('close', () => signal.removeEventListener('abort', abort));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    sent.end(body);
  });
}

function read(answer: IncomingMessage, resolve: (answer: HttpAnswer) => void, fail: (error: Error) => void) {
  const { statusCode: status = 0, headers } = answer;
  let content = '';
  answer.setEncoding('utf8');
  answer.on('data', (chunk: string) => {
    content += chunk;
  });
  answer.once('error', fail);
  answer.once('end', () => {
    if (status >= 300 && status < 400) return fail(new Error('the answer is a redirect'));
    resolve({
      status,
      ok: status >= 200 && status < 300,
      headers: { get: (name) => headers[name]?.toString() ?? null },
      text: async () => content,
    });
  });
}
