import { PolicyError } from '@stockade/access';
import { pino } from 'pino';
import { type AgentDefinition, type RunningAgent, startAgent } from './agent.js';
import { ConfigurationError } from './configuration.js';

/** sysexits.h EX_CONFIG: starting again without a change is no use. */
const EXIT_CONFIGURATION = 78;

/** The one way an agent starts: reads its environment, handles its jobs, and ends at SIGTERM or SIGINT. */
export async function createAgent(definition: AgentDefinition): Promise<void> {
  try {
    // With its queue lost for good, only a new start can help.
    const agent = await startAgent(definition, process.env, () => process.exit(1));
    agent.log.info(`${definition.name} waits for jobs`);
    process.once('SIGTERM', () => void stop(agent));
    process.once('SIGINT', () => void stop(agent));
  } catch (error) {
    const misconfigured = error instanceof ConfigurationError || error instanceof PolicyError;
    const message = error instanceof Error ? error.message : String(error);
    pino({ name: definition.name }).fatal(misconfigured ? {} : { err: error }, message);
    process.exit(misconfigured ? EXIT_CONFIGURATION : 1);
  }
}

async function stop(agent: RunningAgent): Promise<void> {
  const failure = await agent.close().then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure !== undefined) agent.log.error({ err: failure }, 'the agent did not end cleanly');
  process.exit(failure === undefined ? 0 : 1);
}
