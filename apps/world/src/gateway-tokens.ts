import { join } from 'node:path';
import type { AccessPolicy } from '@stockade/access';
import { createTokenSource } from '@stockade/auth';

interface Place {
  readonly policy: AccessPolicy;
  readonly issuer: string;
  readonly secretsDir: string;
}

/** Tokens of one gateway for one API, with the scopes that its role holds there. */
export function gatewayTokens(
  { policy, issuer, secretsDir }: Place,
  gateway: string,
  audience: string,
): () => Promise<string> {
  const role = policy.roles.get(policy.identities.get(gateway)?.role ?? '');
  if (role === undefined) throw new Error(`access.yaml names no gateway ${gateway}.`);
  const scopes = [...role.scopes].filter((scope) => policy.scopes.get(scope)?.audience === audience);
  const source = createTokenSource({
    issuer,
    clientId: gateway,
    clientSecretFile: join(secretsDir, 'keycloak', gateway),
    scopes: { [audience]: scopes },
  });
  return () => source.token(audience);
}
