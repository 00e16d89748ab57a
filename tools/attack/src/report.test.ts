import { describe, expect, it } from 'vitest';
import type { Result } from './attempt.js';
import { attackTable } from './report.js';

const refused: Result = {
  area: 'beyond the role',
  attacker: 'order_placer',
  attempt: 'inventory.list_levels',
  expected: '403 insufficient_scope',
  happened: '403 insufficient_scope',
  held: true,
  auditId: '0195e6d2-0000-7000-8000-000000000001',
};
const gotThrough: Result = { ...refused, happened: '200', held: false, auditId: null };

describe('the table of attacks', () => {
  it('says that none got through', () => {
    const lines = attackTable([refused, refused]).split('\n');
    expect(lines[1]).toMatch(/^✔ .*order_placer .*403 insufficient_scope .*0195e6d2/);
    expect(lines.at(-1)).toBe('2 attempts, none got through; 2 at the APIs, each with its audit record.');
  });

  it('marks what got through, and counts it', () => {
    const lines = attackTable([refused, gotThrough]).split('\n');
    expect(lines[2]).toMatch(/^✖ .*200 .*-$/);
    expect(lines.at(-1)).toContain('1 GOT THROUGH');
  });
});
