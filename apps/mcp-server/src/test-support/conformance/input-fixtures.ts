import { randomBytes } from 'node:crypto';
import {
  acceptedContent,
  createRequestStateCodec,
  type InputRequests,
  inputRequired,
  inputResponse,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { saying } from './content-fixtures.js';

const codec = createRequestStateCodec<{ round: number }>({ key: randomBytes(32), ttlSeconds: 60 });
export const verifyState = codec.verify;

const named = z.object({ name: z.string() });
const confirmed = z.object({ ok: z.boolean() });
const coloured = z.object({ color: z.string() });

const asked = (message: string, requestedSchema: z.ZodObject) =>
  inputRequired.elicit({ message, requestedSchema });
const sampled = (words: string) =>
  inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text: words } }],
    maxTokens: 100,
  });
const user_name = asked('What is your name?', named);
const capital_question = sampled('What is the capital of France?');

/** Tools that ask once: what they ask, and whether the state of their first round has to come back. */
const single: Readonly<Record<string, { inputRequests: InputRequests; sealed?: boolean }>> = {
  test_input_required_result_sampling: { inputRequests: { capital_question } },
  test_input_required_result_list_roots: { inputRequests: { client_roots: inputRequired.listRoots() } },
  test_input_required_result_request_state: {
    inputRequests: { confirm: asked('Please confirm', confirmed) },
    sealed: true,
  },
  test_input_required_result_tampered_state: {
    inputRequests: { confirm: asked('Please confirm', confirmed) },
    sealed: true,
  },
  test_input_required_result_multiple_inputs: {
    inputRequests: {
      user_name,
      greeting: sampled('Generate a greeting'),
      client_roots: inputRequired.listRoots(),
    },
    sealed: true,
  },
  // Its client has declared no sampling: refused before the question leaves.
  test_missing_capability: { inputRequests: { capital_question } },
  test_streaming_elicitation: { inputRequests: { user_name } },
};

/** Tools that need something of their caller (multi-round-trip requests of 2026-07-28). */
export function registerInputs(server: McpServer): void {
  for (const [name, { inputRequests, sealed }] of Object.entries(single)) {
    server.registerTool(name, { description: 'Asks its caller once' }, async (context) => {
      const { mcpReq } = context;
      const isAnswered = Object.keys(inputRequests).every(
        (key) => inputResponse(mcpReq.inputResponses, key).kind !== 'missing',
      );
      if (isAnswered && (!sealed || mcpReq.requestState() !== undefined)) return saying('state-ok: answered');
      return inputRequired({
        inputRequests,
        ...(sealed && { requestState: await codec.mint({ round: 1 }, context) }),
      });
    });
  }
  const asks = { description: 'Asks its caller' };
  server.registerTool('test_input_required_result_elicitation', asks, ({ mcpReq }) => {
    const answer = acceptedContent(mcpReq.inputResponses, 'user_name', named);
    return answer ? saying(`Hello, ${answer.name}!`) : inputRequired({ inputRequests: { user_name } });
  });
  server.registerTool('test_input_required_result_multi_round', asks, askTwice);
  server.registerTool('test_input_required_result_capabilities', asks, () => {
    const { elicitation, sampling } = server.server.getClientCapabilities() ?? {};
    return inputRequired({
      inputRequests: { ...(elicitation && { user_name }), ...(sampling && { capital_question }) },
    });
  });
}

async function askTwice(context: ServerContext) {
  const { mcpReq } = context;
  const round = mcpReq.requestState<{ round: number }>()?.round ?? 0;
  const name = acceptedContent(mcpReq.inputResponses, 'step1', named);
  const color = acceptedContent(mcpReq.inputResponses, 'step2', coloured);
  if (round === 2 && color) return saying(`It is ${color.color}.`);
  const isFirst = round !== 1 || !name;
  const question: InputRequests = isFirst
    ? { step1: asked('Step 1: What is your name?', named) }
    : { step2: asked('Step 2: What is your favorite color?', coloured) };
  const requestState = await codec.mint({ round: isFirst ? 1 : 2 }, context);
  return inputRequired({ inputRequests: question, requestState });
}
