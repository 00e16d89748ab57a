import { type AccessPolicy, grantsOf } from '@stockade/access';
import { governance, inventory, type OperationSpec, orders, shipments } from '@stockade/contracts';
import { accessTable } from './access-table.js';
import { openApiDocument } from './openapi-document.js';
import { realmOf } from './realm.js';

export interface GeneratedFile {
  /** Under the repository. */
  readonly path: string;
  readonly content: string;
}

const operations: readonly OperationSpec[] = [inventory, orders, shipments, governance].flatMap((one) =>
  Object.values(one),
);

/** Everything in the repository that is derived from the policy and the contracts. */
export function generatedFiles(policy: AccessPolicy): GeneratedFile[] {
  return [
    {
      path: `infra/keycloak/${policy.realm}.realm.json`,
      content: `${JSON.stringify(realmOf(policy), null, 2)}\n`,
    },
    { path: 'infra/postgres/grants.sql', content: grantsFile(policy) },
    { path: 'docs/access.md', content: accessTable(policy) },
    ...openApiFiles(policy),
  ];
}

/** What each service serves as it is: written here so that no process has to work it out at its start. */
function openApiFiles(policy: AccessPolicy): GeneratedFile[] {
  return [...Map.groupBy(operations, ({ service }) => service)].map(([service, contracts]) => ({
    path: `apps/${service}/openapi.json`,
    content: `${JSON.stringify(openApiDocument(service, contracts, policy), null, 2)}\n`,
  }));
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
