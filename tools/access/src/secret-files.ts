import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccessPolicy } from '@stockade/access';
import type { SecretOf } from './plan.js';

/** Secrets from a directory with `keycloak/<client>` and `people/<name>`; none where there is no file. */
export function secretsIn(directory: string | undefined, policy: AccessPolicy): SecretOf {
  return (name) => {
    const identity = policy.identities.get(name);
    if (directory === undefined || !identity) return undefined;
    return readSecret(join(directory, identity.kind === 'person' ? 'people' : 'keycloak', name));
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
