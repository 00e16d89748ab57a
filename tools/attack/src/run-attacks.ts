import { auditTampering } from './attacks/audit-tampering.js';
import { beyondTheRole, foreignScopes } from './attacks/beyond-the-role.js';
import { claimedIdentity } from './attacks/claimed-identity.js';
import { databaseLogins } from './attacks/database-logins.js';
import { forgedTokens, stolenTokens } from './attacks/forged-tokens.js';
import { injectedSql } from './attacks/injected-sql.js';
import { PostgresSession } from './attacks/postgres-session.js';
import { queueCredentials } from './attacks/queue-credentials.js';
import { foreignTools, tokensOfApis } from './attacks/tool-server.js';
import { withoutAPerson } from './attacks/without-a-person.js';
import type { Attempt, Result } from './attempt.js';
import type { Platform } from './platform.js';

/** Makes every attempt, one after the other, and finds the audit record of each. */
export async function runAttacks(platform: Platform, made: (count: number) => void): Promise<Result[]> {
  const attempts = [
    ...beyondTheRole(platform),
    ...foreignScopes(platform),
    ...forgedTokens(platform),
    ...stolenTokens(platform),
    ...claimedIdentity(platform),
    ...withoutAPerson(platform),
    ...(await foreignTools(platform)),
    ...tokensOfApis(platform),
    ...injectedSql(platform),
    ...(await databaseLogins(platform)),
    ...auditTampering(platform),
    ...queueCredentials(platform),
  ];
  const audit = await PostgresSession.open(platform.database.adminUrl);
  try {
    const results: Result[] = [];
    for (const attempt of attempts) {
      results.push(await make(attempt, audit));
      made(results.length);
    }
    return results;
  } finally {
    await audit.close();
  }
}

interface Recorded {
  readonly id: string;
  readonly agent: string;
  readonly result: string;
}

/** An attempt at an API holds only if it was also recorded, once, and as not allowed. */
async function make({ run, ...attempt }: Attempt, audit: PostgresSession): Promise<Result> {
  const outcome = await run();
  if (outcome.requestId === undefined) return { ...attempt, ...outcome, auditId: null };
  const records = await audit.rows<Recorded>(
    `SELECT id, agent, result FROM audit.events WHERE request_id = $1 AND at > now() - interval '5 minutes'`,
    [outcome.requestId],
  );
  const [record] = records;
  const named = record?.agent === attempt.attacker || record?.agent === 'anonymous';
  const recorded = records.length === 1 && named && record.result !== 'allowed';
  return { ...attempt, ...outcome, held: outcome.held && recorded, auditId: record?.id ?? null };
}
