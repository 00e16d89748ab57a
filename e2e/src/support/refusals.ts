import { isDeepStrictEqual } from 'node:util';
import { type AuditRecord, auditTrail } from './audit-trail.js';
import { digestData } from './data-digest.js';
import type { Exchange } from './exchange.js';

/** A request that has to be refused. */
export interface Attempt {
  readonly name: string;
  send(): Promise<Exchange>;
}

/** What came of it. */
export interface Refusal {
  readonly name: string;
  readonly answer: Exchange;
  readonly records: readonly AuditRecord[];
  /** Whether data differs from before; it may not. */
  readonly changedData: boolean;
}

/**
 * Makes attempts at once and looks whether data has changed. Where it has, they are made again one by one, so that
 * the one that did it is known by its name.
 */
export async function attemptAll(service: string, attempts: readonly Attempt[]): Promise<Refusal[]> {
  const before = await digestData();
  const answers = await Promise.all(attempts.map(({ send }) => send()));
  if (!isDeepStrictEqual(await digestData(), before)) return attemptEach(service, attempts);
  const trail = await auditTrail(
    answers.map(({ requestId }) => requestId),
    service,
  );
  return attempts.map(({ name }, index) => refusal(name, answers[index], trail, false));
}

async function attemptEach(service: string, attempts: readonly Attempt[]): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const { name, send } of attempts) {
    const before = await digestData();
    const answer = await send();
    const changed = !isDeepStrictEqual(await digestData(), before);
    refusals.push(refusal(name, answer, await auditTrail([answer.requestId], service), changed));
  }
  return refusals;
}

function refusal(
  name: string,
  answer: Exchange | undefined,
  trail: ReadonlyMap<string, readonly AuditRecord[]>,
  changedData: boolean,
): Refusal {
  if (answer === undefined) throw new Error(`${name} was not attempted`);
  return { name, answer, records: trail.get(answer.requestId) ?? [], changedData };
}
