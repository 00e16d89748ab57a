import { Problem } from '@stockade/contracts';
import { expect, it } from 'vitest';
import { StrangerLimit } from './stranger-limit.js';

const unknown = new Problem('token_invalid');

it('R19: asks an address to stay away that was refused too often, and no other', async () => {
  const limit = new StrangerLimit(2);
  const answers = [];
  for (let request = 0; request < 3; request += 1) answers.push(await limit.refusal(unknown, '192.0.2.1'));
  expect(answers).toMatchObject([unknown, unknown, { code: 'rate_limited', status: 429 }]);
  expect((answers[2] as Problem).retryAfter).toBeGreaterThan(0);
  expect(await limit.refusal(unknown, '192.0.2.2')).toBe(unknown);
});

it('counts refusals of strangers alone', async () => {
  const limit = new StrangerLimit(0);
  const down = new Problem('issuer_unavailable');
  expect(await limit.refusal(down, '192.0.2.1')).toBe(down);
});
