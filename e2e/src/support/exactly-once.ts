import { expect } from 'vitest';
import { type AuditRecord, auditTrail } from './audit-trail.js';
import type { Attempt, Insisted } from './keyed-request.js';
import { type Place, stockAt } from './stock.js';

/**
 * Asserts, in the database, that adjustments of one piece at a place that only they change had one effect each,
 * and that the audit tells of each sending once, and of each effect once.
 */
export async function expectExactlyOnce(all: readonly Insisted[], place: Place): Promise<void> {
  expect(all.filter(({ answer }) => answer.status !== 201).map(({ answer }) => answer.text)).toEqual([]);
  const count = all.length;
  expect(await stockAt(place)).toEqual({ onHand: count, movements: count, moved: count });
  await expectOneRecordEach(all);
}

/** Asserts that the audit tells of each sending once, and once only that a request was done. */
export async function expectOneRecordEach(all: readonly Insisted[]): Promise<void> {
  const trail = await auditTrail(
    all.flatMap(({ attempts }) => attempts.map(({ requestId }) => requestId)),
    all[0]?.request.service ?? '',
  );
  const recordsOf = ({ requestId }: Attempt) => trail.get(requestId) ?? [];
  const wrong = all.filter(
    ({ attempts }) =>
      !attempts.every((attempt) => isToldOf(attempt, recordsOf(attempt))) ||
      attempts.flatMap(recordsOf).filter(isEffect).length !== 1,
  );
  expect(wrong.map(({ attempts }) => attempts.map((one) => [one, recordsOf(one)]))).toEqual([]);
}

/** What was not answered, or only that it could not be recorded, has left one record at most. */
function isToldOf({ answer }: Attempt, records: readonly AuditRecord[]): boolean {
  if (answer === undefined || answer.status === 503) return records.length <= 1;
  return records.length === 1 && records[0]?.status === answer.status;
}

const isEffect = ({ result, detail }: AuditRecord): boolean =>
  result === 'allowed' && !(detail !== null && 'replayed' in detail);
