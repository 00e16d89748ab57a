import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AccessPolicy, approvalPagesClient } from '@stockade/access';
import type { SecretOf } from './plan.js';

/** Secrets from a directory with `keycloak/<client>` and `people/<name>`; none where there is no file. */
export function secretsIn(directory: string | undefined, policy: AccessPolicy): SecretOf {
  return (name) => {
    const kind = policy.identities.get(name)?.kind;
    if (directory === undefined || (!kind && name !== approvalPagesClient)) return undefined;
    return readSecret(join(directory, kind === 'person' ? 'people' : 'keycloak', name));
  };
}

function readSecret(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
