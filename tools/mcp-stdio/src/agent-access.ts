import { type AccessPolicy, loadPolicy, scopesAt } from '@stockade/access';
import { createTokenSource } from '@stockade/auth';
import { layoutOf, readEnvironment, SecretStore } from '@stockade/stack';

const service = 'mcp-server';
const TIMEOUT_MS = 3_000;

/** How one agent reaches the MCP server of the running stack. */
export interface AgentAccess {
  readonly url: URL;
  /** A live token, made out to the MCP server with all that the agent's role holds. */
  token(): Promise<string>;
  close(): void;
}

export class UnknownAgent extends Error {
  override readonly name = 'UnknownAgent';
}

/** @throws UnknownAgent; Error with what to do where no stack runs, or where it gives the agent no token */
export async function openAgentAccess(agent: string, env: NodeJS.ProcessEnv): Promise<AgentAccess> {
  const layout = layoutOf(env.STACK_DIR);
  const policy = loadPolicy(layout.policyFile);
  const role = roleOf(policy, agent);
  const secrets = new SecretStore(layout.secrets);
  const { issuer, services } = readEnvironment(secrets);
  const server = services[service]?.url;
  if (server === undefined) throw new Error(`This stack has no ${service}: run \`npx -y pnpm@12 stack up\`.`);
  await requireAnswer(server);
  const tokens = createTokenSource({
    issuer,
    clientId: agent,
    clientSecretFile: secrets.path(`keycloak/${agent}`),
    scopes: { [service]: scopesAt(policy, role, service) },
  });
  const access = {
    url: new URL('/mcp', server),
    token: () => tokens.token(service),
    close: () => tokens.close(),
  };
  await access.token();
  return access;
}

function roleOf({ identities }: AccessPolicy, name: string): string {
  const agents = [...identities.values()].filter(({ kind }) => kind === 'agent');
  const agent = agents.find((one) => one.name === name);
  if (agent) return agent.role;
  const known = agents.map((one) => one.name).join(', ');
  throw new UnknownAgent(`access.yaml names no agent ${JSON.stringify(name)}: use one of ${known}.`);
}

async function requireAnswer(server: string): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const ready = await fetch(`${server}/health/ready`, { signal }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!ready) throw new Error(`${service} does not answer at ${server}: run \`npx -y pnpm@12 stack up\`.`);
}
