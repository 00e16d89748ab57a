import { type AccessPolicy, type Grants, rolesHolding } from '@stockade/access';
import { governance, inventory, type OperationSpec, orders, shipments } from '@stockade/contracts';

/** docs/access.md: who may do what, as tables for people. */
export function accessTable(policy: AccessPolicy): string {
  return [
    '# Who may do what',
    '<!-- Generated from access.yaml and the contracts by `pnpm run access generate`; do not edit. -->',
    `Realm \`${policy.realm}\`; access tokens live ${policy.token.lifetimeSeconds} seconds, exchanged ones ${policy.token.exchangedLifetimeSeconds}.`,
    '## Identities',
    identities(policy),
    '## Operations',
    'A caller needs the scope in its token and in its role; conditions narrow the role by values in the body, and\nabove some values each single call needs the approval of a person (governance-api).',
    operations(policy),
    '## Roles and their database logins',
    'Each role has a Postgres login of its own, with these grants and no others.',
    roles(policy),
    '## Logins of the platform',
    logins(policy),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

function identities(policy: AccessPolicy): string {
  const rows = [...policy.identities.values()].map((identity) => [
    code([identity.name]),
    identity.status === 'active' ? identity.kind : `${identity.kind}, ${identity.status}`,
    identity.role,
    code(policy.roles.get(identity.role)?.scopes ?? []),
    identity.owner,
    identity.exchanges ? `${identity.purpose} (exchanges their tokens)` : identity.purpose,
    identity.classification ?? '',
    `${identity.limits.requestsPerMinute} + ${identity.limits.burst}`,
    code(identity.consumes),
    code(identity.collects),
  ]);
  return table(
    'Identity, Kind, Role, Scopes, Owner, Purpose, Data, Requests a minute + burst, Handles jobs of, Records results of',
    rows,
  );
}

function operations(policy: AccessPolicy): string {
  const rows = [inventory, orders, shipments, governance]
    .flatMap((api): OperationSpec[] => Object.values(api))
    .map(({ id, service, method, path, scope }) => [
      code([id]),
      service,
      code([`${method} ${path}`]),
      code([scope]),
      rolesHolding(policy, scope).join(', '),
      conditions(policy, id),
      approvals(policy, id),
    ]);
  return table('Operation, Service, Request, Scope, Roles, Conditions, Needs a person', rows);
}

function conditions(policy: AccessPolicy, operation: string): string {
  return [...policy.roles.values()]
    .flatMap((role) => role.conditions.map((condition) => ({ role: role.name, ...condition })))
    .filter((condition) => condition.operation === operation)
    .map(
      ({ role, field, maximumMagnitude, allowed = [], reason }) =>
        `${role}: \`${field}\` ${maximumMagnitude === undefined ? allowed.join(' or ') : `at most ${maximumMagnitude}`}, as ${reason}`,
    )
    .join('<br>');
}

function approvals(policy: AccessPolicy, operation: string): string {
  return [...policy.roles.values()]
    .flatMap((role) => role.approvals.map((rule) => ({ role: role.name, ...rule })))
    .filter((rule) => rule.operation === operation)
    .map(
      ({ role, field, aboveMagnitude, reason }) =>
        `${role}: \`${field}\` above ${aboveMagnitude}, as ${reason}`,
    )
    .join('<br>');
}

function roles(policy: AccessPolicy): string {
  const rows = [...policy.roles.values()].map((role) => [
    role.name,
    role.description,
    code([role.login]),
    grants(role.grants),
    code(role.produces),
    role.limits.approvalAboveMinor === undefined
      ? ''
      : `approval above ${role.limits.approvalAboveMinor} minor units`,
  ]);
  return table('Role, Description, Login, Tables, Enqueues to, Limits', rows);
}

function logins(policy: AccessPolicy): string {
  const rows = [...policy.logins.values()].map(({ name, purpose, grants: held }) => [
    code([name]),
    purpose,
    grants(held),
  ]);
  return table('Login, Purpose, Tables', rows);
}

function grants(held: Grants): string {
  return [...held].map(([name, verbs]) => `\`${name}\`: ${verbs.join(', ')}`).join('<br>');
}

function code(names: Iterable<string>): string {
  return [...names].map((name) => `\`${name}\``).join(', ');
}

/** A table of GitHub-flavoured Markdown; `heads` are separated by commas. */
function table(heads: string, rows: readonly (readonly string[])[]): string {
  const columns = heads.split(', ');
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
