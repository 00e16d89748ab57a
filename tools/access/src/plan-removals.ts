import { changes } from './difference.js';
import { generated } from './generated-mark.js';
import type { Situation, Write } from './plan.js';

/** What was generated from an earlier policy and is in this one no longer. */
export function planRemovals({ wanted, live }: Situation): Write[] {
  return [
    ...gone(
      [...live.clients.values()].filter(({ attributes }) => isGenerated(attributes)),
      ({ clientId }) => clientId,
      wanted.clients.map(({ clientId }) => clientId),
    ).map(({ clientId, id }) => remove(`client ${clientId}`, `/clients/${id}`)),
    ...gone(
      [...live.clientScopes.values()].filter(({ attributes }) => isGenerated(attributes)),
      ({ name }) => name,
      wanted.clientScopes.map(({ name }) => name),
    ).map(({ name, id }) => remove(`scope ${name}`, `/client-scopes/${id}`)),
    ...gone(
      [...live.roles.values()].filter(({ attributes }) => isGenerated(attributes)),
      ({ name }) => name,
      wanted.roles.realm.map(({ name }) => name),
    ).map(({ name, id }) => remove(`role ${name}`, `/roles-by-id/${id}`)),
  ];
}

function gone<T>(live: readonly T[], nameOf: (item: T) => string, wanted: readonly string[]): T[] {
  const { remove: names } = changes(live.map(nameOf), wanted);
  return live.filter((item) => names.includes(nameOf(item)));
}

function isGenerated(attributes: Readonly<Record<string, string | readonly string[]>>): boolean {
  const mark = attributes[generated.key];
  return mark === generated.value || (mark?.includes(generated.value) ?? false);
}

function remove(what: string, path: string): Write {
  return { what: `remove ${what}`, method: 'DELETE', path };
}
