import { randomUUID } from 'node:crypto';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { Problem } from '@stockade/contracts';
import type { Caller } from '../access/caller.js';
import type { Surface } from './surface.js';

const IDLE_MS = 30 * 60_000;
const SWEEP_MS = 60_000;
const PER_AGENT = 32;

interface Session {
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly agent: string;
  usedAt: number;
}

/**
 * Clients of 2025-11-25 are served in sessions, for that protocol asks back (elicitation) over the stream of a
 * request and takes the answer in another. A session lives in this process: a balancer in front of several must
 * keep `Mcp-Session-Id` on one of them. It belongs to the agent that opened it, whatever token comes later.
 */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #sweeper = setInterval(() => void this.#sweep(), SWEEP_MS).unref();

  constructor(private readonly surface: Surface) {}

  /** Throws `not_found` for a session that is not the caller's, or not there any more. */
  async serve(request: Request, caller: Caller, parsedBody: unknown): Promise<Response> {
    const id = request.headers.get('mcp-session-id');
    const session = id === null ? await this.#open(caller) : this.#own(id, caller);
    session.usedAt = Date.now();
    return session.transport.handleRequest(request, { authInfo: caller, parsedBody });
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    await Promise.all([...this.#sessions.values()].map(({ transport }) => transport.close()));
  }

  #own(id: string, { principal }: Caller): Session {
    const session = this.#sessions.get(id);
    if (session?.agent === principal.agent) return session;
    throw new Problem('not_found', { detail: 'There is no such session: initialize a new one.' });
  }

  /** Kept once the client has initialized; what is no initialization is refused by the transport, and not kept. */
  async #open({ principal: { agent } }: Caller): Promise<Session> {
    const held = [...this.#sessions.values()].filter((session) => session.agent === agent);
    if (held.length >= PER_AGENT) {
      throw new Problem('rate_limited', { detail: `${agent} holds ${PER_AGENT} sessions.`, retryAfter: 60 });
    }
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void this.#sessions.set(id, session),
      onsessionclosed: (id) => void this.#sessions.delete(id),
    });
    const session: Session = { transport, agent, usedAt: Date.now() };
    await this.surface.createServer().connect(transport);
    return session;
  }

  async #sweep(): Promise<void> {
    const oldest = Date.now() - IDLE_MS;
    for (const [id, { usedAt, transport }] of this.#sessions) {
      if (usedAt > oldest) continue;
      this.#sessions.delete(id);
      await transport.close();
    }
  }
}
