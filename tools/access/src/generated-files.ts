import { type AccessPolicy, grantsOf } from '@stockade/access';
import { accessTable } from './access-table.js';
import { realmOf } from './realm.js';

export interface GeneratedFile {
  /** Under the repository. */
  readonly path: string;
  readonly content: string;
}

/** Everything in the repository that is derived from the policy. */
export function generatedFiles(policy: AccessPolicy): GeneratedFile[] {
  return [
    {
      path: `infra/keycloak/${policy.realm}.realm.json`,
      content: `${JSON.stringify(realmOf(policy), null, 2)}\n`,
    },
    { path: 'infra/postgres/grants.sql', content: grantsFile(policy) },
    { path: 'docs/access.md', content: accessTable(policy) },
  ];
}

function grantsFile(policy: AccessPolicy): string {
  return [
    '-- Generated from access.yaml by `pnpm run access generate`; do not edit.',
    'BEGIN;',
    'SET LOCAL ROLE stockade_owner;',
    ...grantsOf(policy).map((statement) => `${statement};`),
    'COMMIT;',
    '',
  ].join('\n');
}
