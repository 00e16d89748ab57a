import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { call } from './test-support/call.js';
import { type NoteStack, noteStack } from './test-support/note-service.js';

let stack: NoteStack;
let urls: string[];
let operator: string;

beforeAll(async () => {
  stack = await noteStack();
  urls = [(await stack.start()).url, (await stack.start()).url];
  operator = await stack.issuer.token({
    azp: 'stack-cli',
    client_id: 'stack-cli',
    preferred_username: 'operator',
    roles: ['Operator'],
  });
});
afterAll(() => stack.close());
beforeEach(async () => {
  await stack.newRecords();
});

it('R19: 60 a minute and a burst of 10 hold over two processes, exactly', async () => {
  const requests = Array.from({ length: 100 }, (_, i) =>
    call(urls[i % 2] ?? '', { token: operator, method: 'GET', ...(i % 5 === 0 && { path: '/no/such' }) }),
  );
  const answers = await Promise.all(requests);
  const limited = answers.filter(({ status }) => status === 429);
  expect(limited).toHaveLength(30);
  for (const { answer, body } of limited) {
    expect(body.code).toBe('rate_limited');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  }
  const results = (await stack.newRecords()).map(({ result }) => result);
  expect(results).toHaveLength(100);
  expect(results.filter((result) => result === 'rate_limited')).toHaveLength(30);
});

it('a limit is of one agent alone', async () => {
  const bot = await stack.issuer.token();
  const answered = await call(urls[0] ?? '', { token: bot, method: 'GET' });
  expect(answered.status).toBe(200);
  expect(answered.answer.headers.get('ratelimit')).toMatch(/^"agent";r=\d+;t=\d+$/);
  expect(answered.answer.headers.get('ratelimit-policy')).toBe('"agent";q=66000;w=60');
});

it('fails closed where requests cannot be counted', async () => {
  await stack.database.ownerQuery('REVOKE ALL ON limits.buckets FROM rate_limiter');
  const auditor = await stack.issuer.token({
    azp: 'stack-cli',
    client_id: 'stack-cli',
    preferred_username: 'auditor',
    roles: ['Auditor'],
  });
  const refused = await call(urls[0] ?? '', { token: auditor, method: 'GET' });
  expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect(await stack.newRecords()).toMatchObject([{ agent: 'auditor', result: 'failed', status: 503 }]);
});
