import type { AccessPolicy, Authorized } from '@stockade/access';
import { type OperationSpec, Problem } from '@stockade/contracts';
import type { Database } from '@stockade/database';
import type { Answer } from './answer.js';
import type { Call } from './call.js';
import type { ChangeTogether, Creation } from './change-together.js';
import type { IdempotencyKey } from './idempotency.js';
import type { ReadByKey } from './read-by-key.js';
import type { Recorder } from './recorder.js';
import { SharedChanges } from './shared-changes.js';
import { SharedReads } from './shared-reads.js';

/**
 * What many requests do in one statement, which records each of them. Whatever is not done so is to be done
 * alone; the record then bears the same id, so that it is made once.
 */
export class SharedWork {
  readonly #reads = new Map<string, SharedReads>();
  readonly #changes = new Map<string, SharedChanges>();

  /** @param schema of the service. */
  constructor(
    private readonly policy: AccessPolicy,
    private readonly database: Database,
    private readonly recorder: Recorder,
    private readonly schema: string,
  ) {}

  /** What was read; undefined where it has to be read alone. @throws Problem `not_found`, recorded */
  async read(
    { contract, caller, input, request }: Call,
    handler: ReadByKey<OperationSpec>,
  ): Promise<unknown> {
    if (!this.#mayRecord(caller)) return undefined;
    const event = this.recorder.request(request, { status: contract.status, reason: null });
    const make = () => new SharedReads(contract, handler.lookup, caller.role, this.database);
    const reads = ofRole(this.#reads, contract, caller, make);
    const found = await unlessRefused(reads.find(handler.keyOf(input), event));
    if (!found) return undefined;
    request.context.recorded = true;
    if (!found.row) throw handler.missing(input);
    return handler.present(found.row);
  }

  /** The answer to a change that was made; undefined where it has to be made alone. */
  async change(
    { contract, caller, input, request }: Call,
    handler: ChangeTogether<Creation>,
    key: IdempotencyKey,
  ): Promise<Answer | undefined> {
    const values = handler.valuesOf(input, request.context.traceparent);
    if (!values || !this.#mayRecord(caller)) return undefined;
    const event = this.recorder.request(request, { status: contract.status, reason: null });
    const make = () => new SharedChanges(contract, handler.together, caller.role, this.database, this.schema);
    const changes = ofRole(this.#changes, contract, caller, make);
    const answer = await unlessRefused(changes.change({ key, event, values, lock: handler.lockOf(input) }));
    request.context.recorded ||= answer !== undefined;
    return answer;
  }

  /** Whose login may not is recorded by the writer. */
  #mayRecord({ role }: Authorized): boolean {
    return this.policy.roles.get(role)?.grants.get('audit.events')?.includes('insert') === true;
  }
}

function ofRole<W>(all: Map<string, W>, { id }: OperationSpec, { role }: Authorized, make: () => W): W {
  const name = `${id} ${role}`;
  const known = all.get(name);
  if (known) return known;
  const made = make();
  all.set(name, made);
  return made;
}

/** Undefined where the statement was refused, perhaps for a neighbour: each of its requests is then done alone. */
async function unlessRefused<T>(shared: Promise<T>): Promise<T | undefined> {
  try {
    return await shared;
  } catch (error) {
    if (error instanceof Problem) throw error;
    return undefined;
  }
}
