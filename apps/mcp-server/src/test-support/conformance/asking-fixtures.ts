import {
  type InputRequest,
  inputRequired,
  inputResponse,
  type McpServer,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { saying } from './content-fixtures.js';

const options = ['option1', 'option2', 'option3'];
const titled = (...titles: string[]) => titles.map((title, index) => ({ const: `value${index + 1}`, title }));

const withDefaults = inputRequired.elicit({
  message: 'Please review these',
  requestedSchema: {
    type: 'object',
    properties: {
      name: { type: 'string', default: 'John Doe' },
      age: { type: 'integer', default: 30 },
      score: { type: 'number', default: 95.5 },
      status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
      verified: { type: 'boolean', default: true },
    },
  },
});
const withChoices = inputRequired.elicit({
  message: 'Please choose',
  requestedSchema: {
    type: 'object',
    properties: {
      untitledSingle: { type: 'string', enum: options },
      titledSingle: { type: 'string', oneOf: titled('First Option', 'Second Option', 'Third Option') },
      legacyEnum: {
        type: 'string',
        enum: ['opt1', 'opt2', 'opt3'],
        enumNames: ['Option One', 'Option Two', 'Option Three'],
      },
      untitledMulti: { type: 'array', items: { type: 'string', enum: options } },
      titledMulti: {
        type: 'array',
        items: { anyOf: titled('First Choice', 'Second Choice', 'Third Choice') },
      },
    },
  },
});

/** Tools that ask in the way of 2025-11-25: by a request of their own, over the stream of their call. */
export function registerAsking(server: McpServer): void {
  const user = z.object({
    username: z.string().describe("User's response"),
    email: z.string().describe("User's email address"),
  });
  const ask = (
    name: string,
    inputSchema: z.ZodObject,
    question: (args: Record<string, string>) => InputRequest,
  ) =>
    server.registerTool(name, { description: 'Asks its caller', inputSchema }, (args, { mcpReq }) => {
      const answer = inputResponse(mcpReq.inputResponses, 'question');
      if (answer.kind !== 'missing') return saying(`Answered: ${JSON.stringify(answer)}`);
      return inputRequired({
        inputRequests: { question: question(z.record(z.string(), z.string()).parse(args)) },
      });
    });
  ask('test_sampling', z.object({ prompt: z.string() }), ({ prompt = '' }) =>
    inputRequired.createMessage({
      messages: [{ role: 'user', content: { type: 'text', text: prompt } }],
      maxTokens: 100,
    }),
  );
  ask('test_elicitation', z.object({ message: z.string() }), ({ message = '' }) =>
    inputRequired.elicit({ message, requestedSchema: user }),
  );
  ask('test_elicitation_sep1034_defaults', z.object({}), () => withDefaults);
  ask('test_elicitation_sep1330_enums', z.object({}), () => withChoices);
}
