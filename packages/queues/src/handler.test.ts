import { jobs } from '@stockade/contracts';
import { UnrecoverableError } from 'bullmq';
import { describe, expect, it } from 'vitest';
import { handle, handlersByQueue } from './handler.js';

const all = Object.values(jobs);
const nothing = async () => undefined;
const sweep = handle(jobs.sweepLocation, nothing);
const changed = handle(jobs.levelChanged, nothing);
const delivered = handle(jobs.asnDelivered, nothing);
const due = handle(jobs.transferDue, nothing);
const context = { jobId: 'sweep-1', attempt: 1, signal: new AbortController().signal };

describe('handlersByQueue', () => {
  it('finds the one handler of every job that an identity consumes', () => {
    const queues = handlersByQueue('inventory_bot', all, [sweep, changed, delivered, due]);
    expect([...queues.keys()].sort()).toEqual(['inventory-planning', 'receipts']);
    expect(queues.get('inventory-planning')?.get('level.changed')).toBe(changed);
  });

  it.each([
    { fault: /level\.changed has 0 handlers/, handlers: [sweep, delivered, due] },
    { fault: /location\.sweep has 2 handlers/, handlers: [sweep, sweep, changed, delivered, due] },
    {
      fault: /request\.created is consumed by order_placer, not by inventory_bot/,
      handlers: [sweep, changed, delivered, due, handle(jobs.requestCreated, nothing)],
    },
  ])('refuses handlers that do not fit: $fault', ({ fault, handlers }) => {
    expect(() => handlersByQueue('inventory_bot', all, handlers)).toThrow(fault);
  });

  it('refuses an identity that consumes nothing', () => {
    expect(() => handlersByQueue('demand_feed', all, [])).toThrow(/demand_feed consumes no queue/);
  });
});

describe('handle', () => {
  it('gives the handler the payload and the trace of the change', async () => {
    const payload = { location: 'ACCRA', businessDate: '2011-03-04' };
    const seen: unknown[] = [];
    const handler = handle(jobs.sweepLocation, async (fact, { traceparent }) => {
      seen.push(fact, traceparent);
    });
    await handler.perform({ payload, traceparent: '00-1-2-01' }, context);
    expect(seen).toEqual([payload, '00-1-2-01']);
  });

  it.each([{}, null, { payload: { location: 'ACCRA', businessDate: '2011-03-04', role: 'Approver' } }])(
    'does not try a payload again that breaks its schema: %j',
    async (envelope) => {
      await expect(sweep.perform(envelope as { payload: unknown }, context)).rejects.toThrow(
        UnrecoverableError,
      );
    },
  );
});
