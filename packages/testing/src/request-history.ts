import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestDatabase } from './test-database.js';

interface Post {
  /** Whose token it bears. */
  readonly caller: string;
  readonly path: string;
  readonly body: object;
}

interface Sending {
  readonly requestId: string;
  /** Undefined where the caller hung up before it came. */
  readonly answer: HistoryAnswer | undefined;
}

export interface HistoryAnswer {
  readonly status: number;
  /** JSON text, the same for each sending of a request. */
  readonly text: string;
  readonly code: string | undefined;
}

/** A POST with its Idempotency-Key, and every time that it was sent. */
export interface KeyedPost extends Post {
  readonly key: string;
  readonly sendings: Sending[];
}

interface AuditRow {
  readonly request_id: string;
  readonly status: number;
  readonly reason: string | null;
  readonly replayed: boolean;
}

const INSIST_MS = 20_000;
const PAUSE_MS = 10;
const notFinal = new Set(['unavailable', 'audit_unavailable', 'rate_limited', 'idempotency_key_in_use']);

/** What callers sent to the processes of one API and were answered; says what of it the audit belies. */
export class RequestHistory {
  readonly posts: KeyedPost[] = [];
  #sent = 0;

  constructor(
    /** Of each process of the API; they are asked in turn. */
    private readonly urls: readonly string[],
    private readonly tokenOf: (caller: string) => Promise<string>,
  ) {}

  /** Sends a request under a fresh key until it is answered, after hanging up on earlier sendings after so many ms. */
  post(post: Post, hangUps: readonly number[] = []): Promise<HistoryAnswer> {
    const keyed = { ...post, key: randomUUID(), sendings: [] };
    this.posts.push(keyed);
    return this.insist(keyed, hangUps);
  }

  /** Sends a request, with its key, until it is answered with something else than "try again". */
  async insist(post: KeyedPost, hangUps: readonly number[] = []): Promise<HistoryAnswer> {
    for (const afterMs of hangUps) await this.#send(post, afterMs);
    const deadline = Date.now() + INSIST_MS;
    while (Date.now() < deadline) {
      const answer = await this.#send(post);
      if (answer && isFinal(answer)) return answer;
      await sleep(PAUSE_MS);
    }
    throw new Error(`${post.path} got no answer: ${JSON.stringify(post.sendings.at(-1))}`);
  }

  /** Sentences that are true of what was sent and must not be. */
  async faults({ ownerQuery }: Pick<TestDatabase, 'ownerQuery'>): Promise<string[]> {
    const requestIds = this.posts.flatMap(({ sendings }) => sendings.map(({ requestId }) => requestId));
    const rows = await ownerQuery<AuditRow>(
      `SELECT request_id, status, reason, coalesce(detail ? 'replayed', false) AS replayed FROM audit.events
       WHERE request_id = ANY ($1)`,
      [requestIds],
    );
    const records = Map.groupBy(rows, (row) => row.request_id);
    return this.posts.flatMap((post) => faultsOf(post, ({ requestId }) => records.get(requestId) ?? []));
  }

  async #send(post: KeyedPost, hangUpAfterMs?: number): Promise<HistoryAnswer | undefined> {
    const requestId = `history-${randomUUID()}`;
    const url = this.urls[this.#sent++ % this.urls.length];
    const token = await this.tokenOf(post.caller);
    const asked = fetch(`${url}${post.path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': post.key,
        'x-request-id': requestId,
      },
      body: JSON.stringify(post.body),
      ...(hangUpAfterMs !== undefined && { signal: AbortSignal.timeout(hangUpAfterMs) }),
    }).then(read);
    const answer = hangUpAfterMs === undefined ? await asked : await asked.catch(() => undefined);
    post.sendings.push({ requestId, answer });
    return answer;
  }
}

const isFinal = ({ code = '' }: HistoryAnswer): boolean => !notFinal.has(code);

async function read(response: Response): Promise<HistoryAnswer> {
  const text = await response.text();
  const { code } = response.ok ? {} : (JSON.parse(text) as { code?: string });
  return { status: response.status, text, code };
}

function faultsOf(post: KeyedPost, recordsOf: (sending: Sending) => readonly AuditRow[]): string[] {
  const answered = post.sendings.flatMap(({ requestId, answer }) => (answer ? [{ requestId, answer }] : []));
  const final = answered.filter(({ answer }) => isFinal(answer)).map(({ answer }) => answer);
  const performed = post.sendings
    .flatMap(recordsOf)
    .filter(({ replayed, status, reason }) =>
      final.some((answer) => !replayed && status === answer.status && reason === (answer.code ?? null)),
    );
  const faults: Record<string, boolean> = {
    'left two records for one sending': post.sendings.some((sending) => recordsOf(sending).length > 1),
    'was answered otherwise than its record says': answered.some(
      (sending) => recordsOf(sending)[0]?.status !== sending.answer.status,
    ),
    'was answered in two ways': new Set(final.map(({ text }) => text)).size !== 1,
    [`was done ${performed.length} times`]: performed.length !== 1,
  };
  return Object.keys(faults)
    .filter((fault) => faults[fault])
    .map((fault) => `POST ${post.path} ${JSON.stringify(post.body)} ${fault}`);
}
