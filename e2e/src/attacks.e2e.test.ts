import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { z } from 'zod';
import { digestData } from './support/data-digest.js';
import { identities } from './support/running-stack.js';
import { repository, run, stackEnvironment } from './support/stack-command.js';
import { stopTheWorld } from './support/world.js';

const results = z.array(
  z.object({
    area: z.string(),
    attacker: z.string(),
    attempt: z.string(),
    expected: z.string(),
    happened: z.string(),
    held: z.boolean(),
    requestId: z.string().optional(),
    auditId: z.string().nullable(),
  }),
);

it('R1 R3 R7 R20 R22: nothing that an attacker with an agent’s credentials tries gets through', async () => {
  await stopTheWorld();
  const before = await digestData();
  const place = { stackDir: inject('stackDir'), portBase: inject('portBase') };
  const tool = join(repository, 'tools', 'attack', 'dist', 'main.js');
  const { code, stdout, stderr } = await run([tool, '--json'], stackEnvironment(place));
  expect(stderr).toBe('');
  const attempts = results.parse(JSON.parse(stdout));
  expect(attempts.filter(({ held }) => !held)).toEqual([]);
  expect(code).toBe(0);
  expect(new Set(attempts.map(({ area }) => area))).toEqual(
    new Set([
      'beyond the role',
      'forged token',
      'stolen token',
      'claimed identity',
      'without a person',
      'tool server',
      'injected SQL',
      'database login',
      'audit tampering',
      'queue credential',
    ]),
  );
  const attackers = new Set(attempts.map(({ attacker }) => attacker));
  for (const { name } of identities.filter(({ kind }) => kind === 'agent')) expect(attackers).toContain(name);
  for (const { requestId, auditId } of attempts) expect(auditId === null).toBe(requestId === undefined);
  expect(await digestData()).toEqual(before);
});
