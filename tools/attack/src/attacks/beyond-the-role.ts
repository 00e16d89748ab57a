import type { Attempt } from '../attempt.js';
import type { Platform } from '../platform.js';
import { sendRefused } from '../send.js';

const refused = '403 insufficient_scope';

/** Each agent, with its real token, at every operation that its role does not hold. */
export function beyondTheRole({ agents, operations, token }: Platform): Attempt[] {
  return agents.flatMap(({ name, role }) =>
    operations
      .filter(({ roles }) => !roles.includes(role))
      .map(({ id, service, method, url }) => ({
        area: 'beyond the role',
        attacker: name,
        attempt: id,
        expected: refused,
        run: async () => sendRefused({ method, url, token: await token(name, service) }, [refused]),
      })),
  );
}

/** Each agent asks Keycloak for every scope of the others, with its real secret. */
export function foreignScopes({ agents, policy, issuer, secret }: Platform): Attempt[] {
  const expected = '400 invalid_scope';
  return agents.map(({ name, role }) => {
    const held = policy.roles.get(role)?.scopes ?? new Set();
    const foreign = [...policy.scopes.keys()].filter((scope) => !held.has(scope));
    return {
      area: 'beyond the role',
      attacker: name,
      attempt: `asks Keycloak for ${foreign.length} scopes of others, one by one`,
      expected,
      run: async () => {
        const answers = await Promise.all(
          foreign.map((scope) => askFor(issuer, name, secret(`keycloak/${name}`), scope)),
        );
        const happened = [...new Set(answers)].join(', ');
        return { happened, held: happened === expected };
      },
    };
  });
}

async function askFor(issuer: string, client: string, secret: string, scope: string): Promise<string> {
  const answer = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client,
      client_secret: secret,
      scope,
    }),
  });
  const { error } = (await answer.json()) as { error?: string };
  return `${answer.status} ${error ?? 'a token'}`;
}
