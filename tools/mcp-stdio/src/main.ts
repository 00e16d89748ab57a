import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { Command } from 'commander';
import { type AgentAccess, openAgentAccess, UnknownAgent } from './agent-access.js';
import { Bridge } from './bridge.js';

await new Command('stockade-mcp')
  .description(
    'The tools of the running stack over stdio, for Claude Desktop and other programs of this machine.',
  )
  .requiredOption('--agent <name>', 'agent of access.yaml that the program acts as')
  .addHelpText(
    'after',
    [
      '',
      'The program sees the tools that the role of the agent allows, and no others. Tokens are obtained with',
      "the agent's own secret, from the state of the stack (STACK_DIR, .stack of this clone by default), and",
      'refreshed; neither is ever shown to the program.',
      '',
      'Exit codes: 0 the program closed its end, 1 no stack runs, 2 there is no such agent or option.',
    ].join('\n'),
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .action(serve)
  .parseAsync();

async function serve({ agent }: { agent: string }): Promise<void> {
  try {
    const access = await openAgentAccess(agent, process.env);
    await bridge(access).finally(() => access.close());
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof UnknownAgent ? 2 : 1;
  }
}

async function bridge({ url, token }: AgentAccess): Promise<void> {
  const program = new StdioServerTransport();
  const server = new StreamableHTTPClientTransport(url, {
    authProvider: { token },
    // The token holds all that the role does: asking again would give no more.
    onInsufficientScope: 'throw',
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void program.close());
  await new Bridge(program, server, tell).run();
}

/** On stderr: stdout belongs to the protocol. */
function tell(line: string): void {
  process.stderr.write(`stockade-mcp: ${line}\n`);
}
