import {
  acceptedContent,
  completable,
  type GetPromptResult,
  inputRequired,
  type McpServer,
  type PromptMessage,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { PNG } from './content-fixtures.js';

const said = (...contents: PromptMessage['content'][]): GetPromptResult => ({
  messages: contents.map((content) => ({ role: 'user', content })),
});
const text = (words: string) => ({ type: 'text' as const, text: words });

export function registerPrompts(server: McpServer): void {
  server.registerPrompt('test_simple_prompt', { description: 'Says one sentence' }, () =>
    said(text('This is a simple prompt for testing.')),
  );
  const argsSchema = z.object({ arg1: completable(z.string(), startingWith), arg2: z.string() });
  server.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'Repeats two arguments', argsSchema },
    ({ arg1, arg2 }) => said(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  );
  server.registerPrompt('test_prompt_with_image', { description: 'Shows a picture' }, () =>
    said({ type: 'image', data: PNG, mimeType: 'image/png' }, text('Please analyze the image above.')),
  );
  registerEmbedding(server);
  registerAsking(server);
}

const startingWith = (value: string) => ['paris', 'park', 'party'].filter((one) => one.startsWith(value));

function registerEmbedding(server: McpServer): void {
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'Shows a resource', argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri: uri }) => {
      const resource = { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' };
      return said({ type: 'resource', resource }, text('Please process the embedded resource above.'));
    },
  );
}

function registerAsking(server: McpServer): void {
  const requestedSchema = z.object({ context: z.string() });
  const question = inputRequired.elicit({ message: 'What context should it use?', requestedSchema });
  server.registerPrompt(
    'test_input_required_result_prompt',
    { description: 'Asks before it speaks' },
    ({ mcpReq }) => {
      const answer = acceptedContent(mcpReq.inputResponses, 'user_context', requestedSchema);
      if (!answer) return inputRequired({ inputRequests: { user_context: question } });
      return said(text(`Prompt with context: ${answer.context}`));
    },
  );
}
