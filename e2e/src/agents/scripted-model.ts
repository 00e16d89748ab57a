import type { LanguageModel } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';

/** What the model does next: calls one of the tools that it was shown. */
export interface ToolCall {
  readonly tool: string;
  readonly args: object;
}

/**
 * The part of a language model, written down: it yields tool calls, is given what a model would read of each
 * answer, and ends with what it says. A real model takes its place without any other change.
 */
export type Script = Generator<ToolCall, string, string>;

export function scriptedModel(script: Script): LanguageModel {
  let calls = 0;
  return new MockLanguageModelV4({
    doGenerate: async ({ prompt }) => {
      const next = calls === 0 ? script.next() : script.next(lastAnswer(prompt));
      calls += 1;
      const { done, value } = next;
      if (done) return turn('stop', { type: 'text', text: value });
      const input = JSON.stringify(value.args);
      return turn('tool-calls', {
        type: 'tool-call',
        toolCallId: `call-${calls}`,
        toolName: value.tool,
        input,
      });
    },
  });
}

type Generate = MockLanguageModelV4['doGenerate'];
type Prompt = Parameters<Generate>[0]['prompt'];
type Turn = Awaited<ReturnType<Generate>>;

const tokens = { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0, text: 0, reasoning: 0 };

function turn(unified: 'stop' | 'tool-calls', content: Turn['content'][number]): Turn {
  return {
    content: [content],
    finishReason: { unified, raw: undefined },
    usage: { inputTokens: tokens, outputTokens: tokens },
    warnings: [],
  };
}

/** The text of the newest tool result: all that a model sees of it. */
function lastAnswer(prompt: Prompt): string {
  const message = prompt.at(-1);
  const part = message?.role === 'tool' ? message.content[0] : undefined;
  if (part?.type !== 'tool-result') throw new Error('no tool has answered');
  const { output } = part;
  if (output.type === 'content') {
    return output.value.map((one) => (one.type === 'text' ? one.text : '')).join('\n');
  }
  if (output.type === 'execution-denied') return 'denied';
  return typeof output.value === 'string' ? output.value : JSON.stringify(output.value);
}
