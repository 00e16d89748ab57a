import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { layoutOf } from '../layout.js';
import { keepLastBackend, readLastBackend } from './last-backend.js';

it('remembers what kept the queues, and takes a damaged memory for none', () => {
  const state = mkdtempSync(join(tmpdir(), 'state-'));
  onTestFinished(() => rmSync(state, { recursive: true }));
  const layout = layoutOf(state);
  expect(readLastBackend(layout)).toBeUndefined();
  keepLastBackend(layout, { backend: 'redis', database: '7/16384' });
  expect(readLastBackend(layout)).toEqual({ backend: 'redis', database: '7/16384' });
  writeFileSync(layout.queueBackendFile, '{"backend":"kafka"}');
  expect(readLastBackend(layout)).toBeUndefined();
});
