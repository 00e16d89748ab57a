import type { AgentContext } from '@stockade/agent';

/** What the bot needs of its agent. */
export interface BotContext extends Pick<AgentContext, 'inventory'> {
  readonly log: Pick<AgentContext['log'], 'info'>;
}
