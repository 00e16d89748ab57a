import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import type { Logger } from 'pino';
import type { Caller } from '../access/caller.js';
import { Sessions } from './sessions.js';
import type { Surface } from './surface.js';

/** Streams are kept open by comments, and end when their token does. */
const KEEP_ALIVE_MS = 15_000;

/** Both eras of MCP over Streamable HTTP: 2026-07-28 without any state here, 2025-11-25 in sessions. */
export class Protocol {
  readonly #modern;
  readonly #sessions: Sessions;

  constructor(surface: Surface, log: Logger) {
    this.#modern = createMcpHandler(() => surface.createServer(), {
      legacy: 'reject',
      keepAliveMs: KEEP_ALIVE_MS,
      onerror: (error) => log.debug({ err: error }, 'a message was refused'),
    });
    this.#sessions = new Sessions(surface);
  }

  async serve(request: Request, caller: Caller, parsedBody: unknown): Promise<Response> {
    const options = { authInfo: caller, ...(parsedBody !== undefined && { parsedBody }) };
    if (!(await isLegacyRequest(request, parsedBody))) return this.#modern.fetch(request, options);
    return this.#sessions.serve(request, caller, parsedBody);
  }

  async close(): Promise<void> {
    await this.#modern.close();
    await this.#sessions.close();
  }
}
