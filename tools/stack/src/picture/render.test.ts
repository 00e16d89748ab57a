import { expect, it } from 'vitest';
import { renderLine, renderPicture } from './render.js';
import type { Snapshot } from './snapshot.js';

const snapshot: Snapshot = {
  businessDate: '2011-03-18',
  stock: { units: 207_601_610, levels: 164, empty: 115, low: 51 },
  orders: { received: 105, pending_approval: 6, cancelled: 1 },
  shipments: {},
  deadLetters: {},
  agents: [
    {
      agent: 'order_placer',
      lastMinute: { allowed: 12, denied: 1, failed: 0 },
      total: { allowed: 1083, denied: 2, failed: 3 },
    },
  ],
  audit: [
    {
      at: new Date('2026-01-02T03:04:05Z'),
      agent: 'anonymous',
      action: 'unknown_route',
      resource: '/\u001b[2J\u202eevil',
      result: 'denied',
      reason: 'token_missing',
    },
  ],
};

const words = { processes: 'all 9 ready', addresses: 'http://127.0.0.1:4001/docs' };
const wide = { columns: 120, rows: 30 };

it('shows the day, the stock, the orders in the order of their life, and each agent', () => {
  const picture = renderPicture(snapshot, words, wide);
  expect(picture).toContain('business day 2011-03-18');
  expect(picture).toContain('207,601,610 units · 164 levels · 51 low · 115 empty');
  expect(picture).toContain('Orders     6 pending approval · 105 received · 1 cancelled');
  expect(picture).toContain('Shipments  none yet');
  expect(picture).toMatch(/order_placer +12 +1 +0 +1,083 +2 +3/);
});

it('draws nothing that a caller put into a path, and no line beyond the terminal', () => {
  const picture = renderPicture(snapshot, words, { columns: 60, rows: 30 });
  expect(picture).not.toContain('\u001b');
  expect(picture).not.toContain('\u202e');
  expect(Math.max(...picture.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
});

it('names the queues that hold dead letters, and is silent about them where there are none', () => {
  const dead = { ...snapshot, deadLetters: { receipts: 2, approvals: 1 } };
  expect(renderPicture(dead, words, wide)).toContain('2 in receipts · 1 in approvals');
  expect(renderPicture(snapshot, words, wide)).not.toContain('Dead');
});

it('shows as many audit records as the terminal has rows for', () => {
  const [record] = snapshot.audit;
  const busy = { ...snapshot, audit: Array(40).fill(record) };
  expect(renderPicture(busy, words, wide).split('\n')).toHaveLength(30);
});

it('says the same in one line', () => {
  const line = renderLine(snapshot, 'world restarting');
  expect(line).toContain('requests 1083 allowed, 2 denied, 3 failed');
  expect(line).toContain('processes world restarting');
  expect(line).not.toContain('\n');
});
