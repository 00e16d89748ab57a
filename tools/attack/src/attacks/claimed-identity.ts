import type { Attempt } from '../attempt.js';
import type { Platform } from '../platform.js';
import { sendRefused } from '../send.js';

const refused = '403 insufficient_scope';

/** Headers that name somebody else: what a token says outranks them. */
const claims: Readonly<Record<string, Record<string, string>>> = {
  'X-Agent-* headers of the approver': {
    'x-agent-id': 'approver',
    'x-agent-name': 'approver',
    'x-agent-role': 'Approver',
    'x-agent-scopes': 'orders:approve',
  },
  'headers of a trusted proxy': {
    'x-forwarded-user': 'approver',
    'x-forwarded-for': '127.0.0.1',
    'x-remote-user': 'approver',
    'x-original-url': '/health/live',
    'x-http-method-override': 'GET',
  },
};

export function claimedIdentity({ agents, services, token }: Platform): Attempt[] {
  const url = `${services['orders-api']?.url}/v1/orders/00000000-0000-4000-8000-000000000000/approve`;
  return agents.flatMap(({ name }) =>
    Object.entries(claims).map(([attempt, headers]) => ({
      area: 'claimed identity',
      attacker: name,
      attempt,
      expected: refused,
      run: async () =>
        sendRefused({ method: 'POST', url, headers, token: await token(name, 'orders-api') }, [refused]),
    })),
  );
}
