import { randomUUID } from 'node:crypto';
import type { Attempt } from '../attempt.js';
import type { Platform } from '../platform.js';
import { sendRefused } from '../send.js';

const correction = { sku: 'item', location: 'ACCRA', delta: 150_000, reason: 'found' };

/** inventory_bot, with its real token, at what it may not do without a person's approval. */
export function withoutAPerson({ services, token }: Platform): Attempt[] {
  const attacker = 'inventory_bot';
  const attempt = (what: string, expected: string, headers: Readonly<Record<string, string>>): Attempt => ({
    area: 'without a person',
    attacker,
    attempt: what,
    expected,
    run: async () => {
      const url = `${services['inventory-api']?.url}/v1/adjustments`;
      const own = await token(attacker, 'inventory-api');
      return sendRefused({ method: 'POST', url, headers, body: correction, token: own }, [expected]);
    },
  });
  return [
    attempt('a large correction', '403 approval_required', {}),
    attempt('a large correction that claims to be approved', '403 approval_required', {
      'approval-id': 'approved',
    }),
    attempt('a large correction with a made-up approval', '403 approval_not_valid', {
      'approval-id': randomUUID(),
    }),
  ];
}
