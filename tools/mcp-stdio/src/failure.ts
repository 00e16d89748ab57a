import {
  InsufficientScopeError,
  type JSONRPCErrorResponse,
  SdkHttpError,
} from '@modelcontextprotocol/client';
import { z } from 'zod';

type RpcError = JSONRPCErrorResponse['error'];

/** First of the codes that JSON-RPC 2.0 section 5.1 leaves to implementations. */
const SERVER_ERROR = -32000;

/** What the server answers with an HTTP status of its own. */
const answer = z.union([
  z.object({ error: z.object({ code: z.int(), message: z.string(), data: z.unknown().optional() }) }),
  z.object({ title: z.string(), detail: z.string().optional(), code: z.string() }),
]);

/** What a program is answered where the HTTP exchange of its request failed. */
export function failureOf(error: unknown): RpcError {
  if (error instanceof InsufficientScopeError) {
    return {
      code: SERVER_ERROR,
      message: `The agent lacks the scope ${error.requiredScope ?? 'of this request'}.`,
    };
  }
  if (error instanceof SdkHttpError) return told(error);
  // `fetch` rejects with a TypeError where there is no answer.
  if (error instanceof TypeError) {
    return { code: SERVER_ERROR, message: 'mcp-server does not answer: run `npx -y pnpm@12 stack status`.' };
  }
  return { code: SERVER_ERROR, message: error instanceof Error ? error.message : String(error) };
}

/** A JSON-RPC error passes as it is, a problem (RFC 9457) with its title and detail. */
function told({ status, data }: SdkHttpError): RpcError {
  const { data: body } = answer.safeParse(parsed(data.text));
  if (body === undefined)
    return { code: SERVER_ERROR, message: `The server answered ${status}.`, data: { status } };
  if ('error' in body) return body.error;
  const { title, detail, code } = body;
  return { code: SERVER_ERROR, message: [title, detail].filter(Boolean).join(': '), data: { status, code } };
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
