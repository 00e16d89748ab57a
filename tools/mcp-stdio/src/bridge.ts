import {
  isInitializeRequest,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResponse,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  type JSONRPCNotification,
  type JSONRPCRequest,
  type JSONRPCResponse,
  PROTOCOL_VERSION_META_KEY,
  type RequestId,
  type StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import { failureOf } from './failure.js';

/** A request of the program that the server has not answered yet. */
interface Waiting {
  readonly request: JSONRPCRequest;
  readonly abort: AbortController;
}

/**
 * Carries JSON-RPC between a program's stdio and the server's endpoint, in either era of the protocol: messages
 * pass unchanged. Only what the bindings do differently is translated: a cancellation closes the request's HTTP
 * exchange, and a failed HTTP exchange answers its request.
 */
export class Bridge {
  readonly #waiting = new Map<RequestId, Waiting>();

  constructor(
    private readonly program: Transport,
    private readonly server: StreamableHTTPClientTransport,
    /** Takes what happened, a line each. */
    private readonly tell: (line: string) => void,
  ) {}

  /** Ends once the program has closed its end. */
  async run(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.program.onclose = resolve;
    });
    this.program.onerror = (error) => this.tell(error.message);
    this.program.onmessage = (message) => this.#fromProgram(message);
    this.server.onerror = (error) => this.tell(error.message);
    this.server.onmessage = (message) => this.#fromServer(message);
    await this.server.start();
    await this.program.start();
    await closed;
    for (const { abort } of this.#waiting.values()) abort.abort();
    // Told by onerror; a server that is gone has no session left.
    await this.server.terminateSession().catch(() => undefined);
    await this.server.close();
  }

  #fromProgram(message: JSONRPCMessage): void {
    if (isJSONRPCRequest(message)) void this.#ask(message);
    else if (isJSONRPCNotification(message)) this.#notify(message);
    else void this.#post(message);
  }

  async #ask(request: JSONRPCRequest): Promise<void> {
    const { id } = request;
    const abort = new AbortController();
    this.#waiting.set(id, { request, abort });
    const onRequestStreamEnd = () =>
      this.#fail(id, new Error('The server ended the exchange without an answer.'));
    try {
      await this.server.send(request, { requestSignal: abort.signal, onRequestStreamEnd });
    } catch (error) {
      this.#fail(id, error);
    }
  }

  /** Over HTTP the protocol of 2026-07-28 cancels by closing the exchange; that of 2025-11-25 says so as well. */
  #notify(notification: JSONRPCNotification): void {
    const cancelled = this.#cancelledBy(notification);
    if (cancelled === undefined || !isModern(cancelled.request)) void this.#post(notification);
    if (cancelled === undefined) return;
    this.#waiting.delete(cancelled.request.id);
    cancelled.abort.abort();
  }

  #cancelledBy({ method, params }: JSONRPCNotification): Waiting | undefined {
    const id = method === 'notifications/cancelled' ? params?.requestId : undefined;
    return typeof id === 'string' || typeof id === 'number' ? this.#waiting.get(id) : undefined;
  }

  /** What fails is told by onerror, and nobody waits for an answer. */
  async #post(message: JSONRPCMessage): Promise<void> {
    await this.server.send(message).catch(() => undefined);
  }

  #fromServer(message: JSONRPCMessage): void {
    if (isJSONRPCResponse(message)) this.#settle(message);
    this.#toProgram(message);
  }

  /** Later requests name the version that `initialize` agreed on (2025-11-25, Streamable HTTP). */
  #settle(response: JSONRPCResponse): void {
    const waiting = response.id === undefined ? undefined : this.#waiting.get(response.id);
    if (waiting === undefined) return;
    this.#waiting.delete(waiting.request.id);
    if (!isInitializeRequest(waiting.request) || !isJSONRPCResultResponse(response)) return;
    const { protocolVersion } = response.result;
    if (typeof protocolVersion === 'string') this.server.setProtocolVersion(protocolVersion);
  }

  /** Answers a request whose HTTP exchange failed; not one that was cancelled or answered. */
  #fail(id: RequestId, error: unknown): void {
    if (this.#waiting.delete(id)) this.#toProgram({ jsonrpc: '2.0', id, error: failureOf(error) });
  }

  #toProgram(message: JSONRPCMessage): void {
    this.program.send(message).catch((error: Error) => this.tell(error.message));
  }
}

/** A request of 2026-07-28 names its version itself. */
function isModern({ params }: JSONRPCRequest): boolean {
  return typeof params?._meta?.[PROTOCOL_VERSION_META_KEY] === 'string';
}
