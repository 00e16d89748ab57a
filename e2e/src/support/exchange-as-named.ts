import { request as open } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Exchange, exchangeOf, freshRequestId } from './exchange.js';
import type { RequestParts } from './valid-request.js';

/** Sends a request with the `Host` that it names, which `fetch` would replace by the address's own. */
export async function exchangeAsNamed(
  { method, url, headers, body }: RequestParts,
  token: string,
): Promise<Exchange> {
  const requestId = freshRequestId();
  const authorization = `Bearer ${token}`;
  const request = open(url, { method, headers: { ...headers, authorization, 'x-request-id': requestId } });
  return new Promise((resolve, reject) => {
    request.once('error', reject).once('response', (answer) => {
      const fields = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
        values.map((value): [string, string] => [name, value]),
      );
      text(answer)
        .then((said) => exchangeOf(requestId, answer.statusCode ?? 0, new Headers(fields), said))
        .then(resolve, reject);
    });
    request.end(body);
  });
}
