import { fileURLToPath } from 'node:url';
import { type AccessPolicy, loadPolicy } from '@stockade/access';

export const policyFile = fileURLToPath(new URL('../../../access.yaml', import.meta.url));

/** The access policy at the root of the repository. */
export const testPolicy = (): AccessPolicy => loadPolicy(policyFile);
