import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { call } from './test-support/call.js';
import { type NoteStack, noteStack } from './test-support/note-service.js';

const CALLERS = 60;
const SECOND = 1_000;
const GRACE = 600 * SECOND;
/** What a process waits before it asks an issuer again that did not answer. */
const LEAVES_ALONE = 3 * SECOND;

let stack: NoteStack;
let urls: readonly string[];

beforeAll(async () => {
  stack = await noteStack();
  urls = [(await stack.start()).url, (await stack.start()).url, (await stack.start()).url];
});
afterAll(() => stack.close());
beforeEach(() => {
  // The services run in this process, so this clock is theirs.
  vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

/** Each from a caller of its own, with a token that no process has seen; to all processes in turn. */
async function writes(claims: Record<string, unknown> = {}) {
  const tokens = await Promise.all(Array.from({ length: CALLERS }, () => stack.issuer.token(claims)));
  return Promise.all(
    tokens.map((token, index) => call(urls[index % urls.length] ?? '', { token, body: '{"text":"a"}' })),
  );
}

const statuses = (answers: Awaited<ReturnType<typeof writes>>) => [
  ...new Set(answers.map(({ status }) => status)),
];

it('fault 11: beyond the grace every token is refused with 503, and the issuer meets no herd on its return', async () => {
  expect(statuses(await writes())).toEqual([201]);
  await stack.issuer.stop();
  pass(GRACE - 60 * SECOND);
  expect(statuses(await writes())).toEqual([201]);

  pass(61 * SECOND);
  const before = await stack.countNotes();
  await stack.newRecords();
  const refused = await writes();
  expect(new Set(refused.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
    new Set(['503 issuer_unavailable']),
  );
  expect(refused.filter(({ answer }) => !(Number(answer.headers.get('retry-after')) > 0))).toEqual([]);
  expect(await stack.countNotes()).toBe(before);
  const records = await stack.newRecords();
  expect(records.map(({ agent, status }) => `${agent} ${status}`)).toEqual(
    Array(CALLERS).fill('anonymous 503'),
  );

  await stack.issuer.start();
  const asked = stack.issuer.requests.length;
  pass(LEAVES_ALONE);
  expect(statuses(await writes())).toEqual([201]);
  // One read of the keys for each process, however many callers wait.
  expect(stack.issuer.requests.slice(asked)).toHaveLength(urls.length);
  expect(await stack.countNotes()).toBe(before + CALLERS);
});

it.each([
  ['4 s behind that of the issuer', 4, 300, [201]],
  ['4 s ahead, so that the token has ended', -304, 300, [201]],
  ['30 s behind', 30, 300, [401]],
  ['30 s ahead, so that the token has ended', -330, 300, [401]],
])(
  'fault 16: the clock of a process may be wrong by 5 s and no more: %s',
  async (_, issuedIn, lives, expected) => {
    const iat = Math.floor(Date.now() / SECOND) + issuedIn;
    expect(statuses(await writes({ iat, exp: iat + lives }))).toEqual(expected);
  },
);
