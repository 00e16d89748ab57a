import type { AccessPolicy, Grants } from './policy.js';

interface Login {
  readonly name: string;
  readonly grants: Grants;
  readonly produces: ReadonlySet<string>;
}

const enqueue = 'FUNCTION queues.enqueue';

/**
 * SQL statements that leave every login of the policy with exactly its grants, whatever it held before.
 * For one transaction, run as the owner of the schemas; the logins and tables must exist.
 * All names come from a checked policy, where identifiers need no quoting.
 */
export function grantsOf(policy: AccessPolicy): string[] {
  const logins = loginsOf(policy);
  const everyone = logins.map(({ name }) => name).join(', ');
  const schemas = [...new Set(['queues', ...logins.flatMap(({ grants }) => schemasOf(grants))])].sort();
  return [
    `REVOKE ALL ON ALL TABLES IN SCHEMA ${schemas.join(', ')} FROM PUBLIC, ${everyone}`,
    `REVOKE ALL ON SCHEMA ${schemas.join(', ')} FROM PUBLIC, ${everyone}`,
    `REVOKE ALL ON ${enqueue} FROM PUBLIC, ${everyone}`,
    ...logins.flatMap(grantsOfLogin),
    ...producers(logins),
  ];
}

function grantsOfLogin({ name, grants, produces }: Login): string[] {
  const schemas = new Set(produces.size > 0 ? [...schemasOf(grants), 'queues'] : schemasOf(grants));
  const usage =
    schemas.size > 0 ? [`GRANT USAGE ON SCHEMA ${[...schemas].sort().join(', ')} TO ${name}`] : [];
  const tables = [...grants].map(
    ([table, verbs]) => `GRANT ${verbs.join(', ').toUpperCase()} ON ${table} TO ${name}`,
  );
  const execute = produces.size > 0 ? [`GRANT EXECUTE ON ${enqueue} TO ${name}`] : [];
  return [...usage, ...tables, ...execute];
}

/** EXECUTE lets a login call `queues.enqueue`, which looks up here to which queues. */
function producers(logins: readonly Login[]): string[] {
  const rows = logins.flatMap(({ name, produces }) =>
    [...produces].map((queue) => `('${name}', '${queue}')`),
  );
  const insert =
    rows.length > 0 ? [`INSERT INTO queues.producers (login, queue) VALUES\n  ${rows.join(',\n  ')}`] : [];
  return ['DELETE FROM queues.producers', ...insert];
}

function loginsOf(policy: AccessPolicy): Login[] {
  return [
    ...[...policy.roles.values()].map(({ login, grants, produces }) => ({ name: login, grants, produces })),
    ...[...policy.logins.values()].map(({ name, grants }) => ({ name, grants, produces: new Set<string>() })),
  ];
}

function schemasOf(grants: Grants): string[] {
  return [...grants.keys()].map((table) => table.slice(0, table.indexOf('.')));
}
