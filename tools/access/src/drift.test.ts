import { fileURLToPath } from 'node:url';
import { loadPolicy } from '@stockade/access';
import { describe, expect, it } from 'vitest';
import { driftOf } from './drift.js';
import { generatedFiles } from './generated-files.js';

const policy = loadPolicy(fileURLToPath(new URL('../../../access.yaml', import.meta.url)));

describe('driftOf', () => {
  it('finds none in equal files', () => {
    expect(driftOf('docs/access.md', 'a\nb\n', 'a\nb\n')).toBeUndefined();
  });

  it('names the file, the first line that differs, and how many do', () => {
    expect(driftOf('docs/access.md', 'a\nx\nc\n', 'a\nb\nc\nd\n')).toEqual({
      path: 'docs/access.md',
      summary: 'lacks 2 and has 1 other lines; the first difference is in line 2:\n  is      x\n  should  b',
    });
  });

  it('finds a missing file, a cut one, and one whose lines only changed places', () => {
    expect(driftOf('f', undefined, 'a\n')?.summary).toBe('is missing');
    expect(driftOf('f', 'a\n', 'a\nb\n')?.summary).toContain('line 2');
    expect(driftOf('f', 'b\na\n', 'a\nb\n')?.summary).toContain('line 1');
  });

  it('sees a scope that a role lost in each file that tells of it', () => {
    const role = policy.roles.get('OrderAgent');
    if (!role) throw new Error('no OrderAgent');
    const roles = new Map([...policy.roles, ['OrderAgent', { ...role, scopes: new Set(['orders:read']) }]]);
    const before = generatedFiles(policy);
    const drifted = generatedFiles({ ...policy, roles }).filter(
      ({ path, content }, index) => driftOf(path, before[index]?.content, content) !== undefined,
    );
    expect(drifted.map(({ path }) => path)).toEqual([
      'infra/keycloak/supply-chain.realm.json',
      'docs/access.md',
      'apps/orders-api/openapi.json',
    ]);
  });
});
