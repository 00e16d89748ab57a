import { createMCPClient } from '@ai-sdk/mcp';
import { isStepCount, ToolLoopAgent } from 'ai';
import { type Script, scriptedModel } from './scripted-model.js';

/** A job as the tool server describes it, for an agent to do. */
export interface Job {
  readonly url: URL;
  /** Made out to the tool server. */
  readonly token: string;
  /** Name of the prompt that tells the job, and what it is about. */
  readonly prompt: string;
  readonly about: Record<string, string>;
  /** In place of a language model. */
  readonly script: Script;
}

export interface Done {
  /** Names of the tools that the agent was shown. */
  readonly shown: readonly string[];
  /** What it was told to do. */
  readonly task: string;
  /** Names of the tools that it called, in order. */
  readonly called: readonly string[];
  readonly conclusion: string;
}

const MOST_STEPS = 12;

/** An agent of the AI SDK: it takes the prompt and the tools from the server, and works until it has an answer. */
export async function doJob({ url, token, prompt, about, script }: Job): Promise<Done> {
  const headers = { authorization: `Bearer ${token}` };
  const client = await createMCPClient({ transport: { type: 'http', url: url.href, headers } });
  try {
    const tools = await client.tools();
    const { messages } = await client.getPrompt({ name: prompt, arguments: about });
    const task = messages.map(({ content }) => (content.type === 'text' ? content.text : '')).join('\n');
    const agent = new ToolLoopAgent({
      model: scriptedModel(script),
      tools,
      stopWhen: isStepCount(MOST_STEPS),
    });
    const { text, steps } = await agent.generate({ prompt: task });
    const called = steps.flatMap(({ toolCalls }) => toolCalls.map(({ toolName }) => toolName));
    return { shown: Object.keys(tools), task, called, conclusion: text };
  } finally {
    await client.close();
  }
}
