/** The message of a body that is JSON, or a stream whose last event has it. */
export function jsonOf(body: string): unknown {
  const data = body.split('\n').findLast((line) => line.startsWith('data: '));
  return JSON.parse(data?.slice('data: '.length) ?? body);
}
