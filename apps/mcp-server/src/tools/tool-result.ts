import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Problem } from '@stockade/contracts';
import { resultText } from './result-text.js';
import type { Tool } from './tool.js';

/** For programs: the problem as its API would have sent it (RFC 9457). */
const PROBLEM_META = 'dev.stockade/problem';

interface Success {
  readonly result: CallToolResult;
  readonly createdId: string | null;
}

/** What the contract says of an answer, and nothing else. */
export function success({ operation, output }: Tool, answer: unknown, replayed: boolean): Success {
  const structuredContent = output.structured(answer);
  const text = resultText(structuredContent);
  const repeated = replayed
    ? 'This was done before: it is the answer to an equal call, and nothing was done again.\n'
    : '';
  const { id } = structuredContent;
  return {
    result: { content: [{ type: 'text', text: `${repeated}${text}` }], structuredContent },
    createdId: operation.status === 201 && typeof id === 'string' ? id : null,
  };
}

/** A failure that a model can learn from: which argument, what is allowed, whether to try again. */
export function failure({ code, title, detail, status, retryAfter, errors: all }: Problem): CallToolResult {
  const errors = all?.map(({ pointer, detail: said }) => ({ pointer: argumentOf(pointer), detail: said }));
  const lines = [
    `${code}: ${detail ?? title}`,
    ...(errors ?? []).map(({ pointer, detail: said }) => `${pointer}: ${said}`),
    ...(retryAfter === undefined ? [] : [`Try again in ${retryAfter} s.`]),
  ];
  return {
    isError: true,
    content: [{ type: 'text', text: lines.join('\n') }],
    _meta: { [PROBLEM_META]: { code, detail, status, errors, retryAfter } },
  };
}

/** An API points into the parts of its request; a tool's arguments are flat. */
const argumentOf = (pointer: string): string => pointer.replace(/^\/(params|query|body)(?=\/)/, '');
