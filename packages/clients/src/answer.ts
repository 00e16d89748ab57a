import { type OperationSpec, Problem, type ProblemCode, problems } from '@stockade/contracts';
import { z } from 'zod';
import type { HttpAnswer } from './exchange.js';

/** RFC 9457 as our services send it; whatever else comes is read as far as it goes. */
const problemDetails = z.object({
  code: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});

/** What an operation answered; throws the `Problem` that it told of. */
export async function answerOf(operation: OperationSpec, answer: HttpAnswer): Promise<unknown> {
  const content = await contentOf(answer);
  if (!answer.ok) throw problemOf(answer, content);
  const parsed = operation.output.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new Problem('internal_error', {
    detail: `The answer to ${operation.id} breaks its contract.`,
    cause: parsed.error,
  });
}

async function contentOf(answer: HttpAnswer): Promise<unknown> {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemOf(answer: HttpAnswer, content: unknown): Problem {
  const { code, detail, errors } = problemDetails.safeParse(content).data ?? {};
  const retryAfter = secondsOf(answer.headers.get('retry-after'));
  return new Problem(isKnown(code) ? code : codeOfStatus(answer.status), {
    detail: detail ?? `The service answered ${answer.status}.`,
    ...(errors && { errors }),
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

const isKnown = (code: string | undefined): code is ProblemCode =>
  code !== undefined && Object.hasOwn(problems, code);

/** For an answer that no service of ours gave, but a proxy before it. */
function codeOfStatus(status: number): ProblemCode {
  if (status === 429) return 'rate_limited';
  return status >= 502 && status <= 504 ? 'unavailable' : 'internal_error';
}

/** Of the two forms of Retry-After (RFC 9110 section 10.2.3) ours send the seconds. */
function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
}
