export type { AgentContext, AgentDefinition } from './agent.js';
export { createAgent } from './create-agent.js';
