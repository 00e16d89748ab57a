import { createHash } from 'node:crypto';
import { type OperationInput, type OperationSpec, Problem, type ProblemCode } from '@stockade/contracts';
import { type Statement, statement, type UnitOfWork } from '@stockade/database';
import type { Answer } from './answer.js';

/** RFC 8941 allows more; visible ASCII is what every client and log can carry. */
const WELL_FORMED_KEY = /^[\x21-\x7e]{1,255}$/;
const SCHEMA = /^[a-z_]+$/;

interface StoredAnswer {
  readonly operation: string;
  readonly body_hash: Buffer;
  readonly status: number;
  readonly answer: string;
  readonly etag: string | null;
}

/** Names one request of one agent: sent again, it is answered as it was the first time. */
export interface IdempotencyKey {
  readonly key: string;
  readonly operation: string;
  /** SHA-256 of what was asked. */
  readonly hash: Buffer;
}

/**
 * Reads the Idempotency-Key header field (draft-ietf-httpapi-idempotency-key-header).
 * Throws `idempotency_key_missing` without one, `invalid_request` for one that is malformed.
 */
export function idempotencyKey(
  header: string | string[] | undefined,
  contract: OperationSpec,
  input: OperationInput<OperationSpec>,
): IdempotencyKey {
  if (header === undefined) {
    throw new Problem('idempotency_key_missing', {
      detail: 'Send a fresh unique Idempotency-Key, and the same one when you send the request again.',
    });
  }
  if (typeof header !== 'string' || !WELL_FORMED_KEY.test(header)) {
    throw new Problem('invalid_request', {
      detail: 'Idempotency-Key must be 1 to 255 visible ASCII characters.',
    });
  }
  const hash = createHash('sha256').update(JSON.stringify(input)).digest();
  return { key: header, operation: contract.id, hash };
}

/** SQL: whether nobody else answers a request with this key, nor will until this transaction ends. */
export const tryKeyLock = (schema: string, agent: string, key: string): string =>
  `pg_try_advisory_xact_lock(hashtextextended('${schema} ' || ${agent} || ' ' || ${key}, 0))`;

/** The answers of a service to requests that came with a key, kept for 24 h in its own schema. */
export class IdempotentAnswers {
  readonly #lock: Statement;
  readonly #find: Statement;
  readonly #store: Statement;
  readonly #forget: Statement;

  /** @param schema of the service */
  constructor(readonly schema: string) {
    if (!SCHEMA.test(schema)) throw new Error(`${schema} is no name of a schema`);
    this.#lock = statement(
      'idempotency_lock',
      `SELECT ${tryKeyLock(schema, '$1::text', '$2::text')} AS locked`,
    );
    this.#find = statement(
      'idempotency_find',
      `SELECT operation, body_hash, status, answer::text AS answer, etag FROM ${schema}.idempotency_keys
        WHERE agent = $1 AND key = $2 AND created_at > now() - interval '24 hours'`,
    );
    this.#store = statement(
      'idempotency_store',
      `INSERT INTO ${schema}.idempotency_keys (agent, key, operation, body_hash, status, answer, etag, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, now())
       ON CONFLICT (agent, key) DO UPDATE SET operation = excluded.operation, body_hash = excluded.body_hash,
         status = excluded.status, answer = excluded.answer, etag = excluded.etag, created_at = excluded.created_at`,
    );
    this.#forget = statement(
      'idempotency_forget',
      `DELETE FROM ${schema}.idempotency_keys WHERE created_at < now() - interval '24 hours'`,
    );
  }

  /**
   * Answers as the first request with the key was answered; runs `perform` for the first one, and keeps its
   * answer unless it throws. Throws `idempotency_key_in_use` and `idempotency_key_reused`.
   */
  async once(unit: UnitOfWork, asked: IdempotencyKey, perform: () => Promise<Answer>): Promise<Answer> {
    const { agent } = unit.principal;
    // Two statements, so that the second sees what the holder of the lock before has committed.
    const [[lock], [stored]] = await Promise.all([
      unit.query<{ locked: boolean }>(this.#lock, [agent, asked.key]),
      unit.query<StoredAnswer>(this.#find, [agent, asked.key]),
    ]);
    if (!lock?.locked) throw new Problem('idempotency_key_in_use', { retryAfter: 1 });
    if (stored) return replay(stored, asked);
    const answer = await perform();
    const { status, body, etag } = answer;
    unit.withCommit(
      unit.query(this.#store, [agent, asked.key, asked.operation, asked.hash, status, body, etag]),
    );
    return answer;
  }

  /** Forgets the answers that nobody may be given any more. */
  async forgetOld(unit: UnitOfWork): Promise<void> {
    await unit.query(this.#forget, []);
  }
}

function replay(stored: StoredAnswer, asked: IdempotencyKey): Answer {
  if (stored.operation !== asked.operation || !stored.body_hash.equals(asked.hash)) {
    throw new Problem('idempotency_key_reused', {
      detail: 'This key was sent with another request before; send a fresh one.',
    });
  }
  const { code, id } = JSON.parse(stored.answer) as { code?: ProblemCode; id?: unknown };
  return {
    status: stored.status,
    body: stored.answer,
    etag: stored.etag,
    reason: stored.status >= 400 ? (code ?? null) : null,
    createdId: stored.status === 201 && typeof id === 'string' ? id : null,
    replayed: true,
  };
}
