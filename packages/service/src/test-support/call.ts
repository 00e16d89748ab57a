import { randomUUID } from 'node:crypto';

export interface Call {
  readonly method?: string;
  readonly path?: string;
  readonly token: string | null;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** Sends a request to the note service: a POST of a note, and with a key of its own, unless told otherwise. */
export async function call(url: string, given: Call) {
  const { method = 'POST', path = '/v1/notes', token, headers, body } = given;
  const sent: Record<string, string> = {
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...headers,
  };
  const answer = await fetch(`${url}${path}`, { method, headers: sent, ...(body !== undefined && { body }) });
  const text = await answer.text();
  return { answer, status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}
